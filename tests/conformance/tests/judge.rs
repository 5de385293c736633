//! Judges every ported app, in process. Names as arguments judge only those; `-v` prints every difference, the listed
//! ones too.

use std::process::ExitCode;

use conformance::report::Report;
use conformance::{apps, differences, runner, verdict};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|argument| argument == "-v");
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let chosen = apps::ALL
        .iter()
        .filter(|port| wanted.is_empty() || wanted.iter().any(|name| *name == port.name));
    let (mut reports, mut broken) = (Vec::new(), Vec::new());
    for port in chosen {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        match runtime.block_on(runner::run(*port)) {
            Ok(report) => reports.push(report),
            Err(error) => broken.push(format!("{}: {error}", port.name)),
        }
    }
    let listed = differences::load().unwrap_or_else(|error| {
        broken.push(format!("DIFFERENCES.md: {error}"));
        Vec::new()
    });
    let names: Vec<&str> = apps::ALL.iter().map(|port| port.name).chain(["proxy"]).collect();
    let verdict = verdict::judge(&reports, &listed, &names);
    for line in &verdict.lines {
        println!("{line}");
    }
    if verbose {
        for report in &reports {
            print_all(report);
        }
    }
    // a choice of apps may hold more than its share of the differences
    if wanted.is_empty() && verdict.share < verdict::BAR {
        broken.push(format!(
            "{:.1} % are as wanted, {:.0} % must be",
            100.0 * verdict.share,
            100.0 * verdict::BAR
        ));
    }
    for fault in broken.iter().chain(&verdict.faults) {
        println!("FAULT {fault}");
    }
    if broken.is_empty() && verdict.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn print_all(report: &Report) {
    for (case, found) in report.cases.iter().filter(|(_, found)| !found.is_empty()) {
        println!("  {}: {case}: {}", report.app, found.join("; "));
    }
    for place in &report.document {
        println!("  {}: openapi {}: {}", report.app, place.at, place.text);
    }
}
