//! What Linux tells of a process in `/proc`. None of it depends on how busy the machine is.

use std::process::Command;

fn status(pid: u32, field: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("a process of this system");
    let line = status.lines().find(|line| line.starts_with(field));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).expect("a number of KiB")
}

/// How much memory the process has now, in KiB.
///
/// # Panics
/// When there is no such process.
pub fn resident_memory(pid: u32) -> usize {
    status(pid, "VmRSS:")
}

/// How much memory the process had at most since its start or [`reset_peak_memory`], in KiB.
///
/// # Panics
/// When there is no such process.
pub fn peak_memory(pid: u32) -> usize {
    status(pid, "VmHWM:")
}

/// Forgets how much memory the process had at most.
///
/// # Panics
/// When it is not ours.
pub fn reset_peak_memory(pid: u32) {
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("a process of our own");
}

/// How long the process has kept a processor busy, all its threads together, in seconds.
///
/// # Panics
/// When there is no such process.
pub fn cpu_seconds(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process of this system");
    // the name of the program, in brackets, may hold spaces
    let (_, fields) = stat.rsplit_once(')').expect("a name in brackets");
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: u32 = ticks
        .map(|ticks| ticks.parse::<u32>().expect("a number of ticks"))
        .sum();
    // Linux counts hundredths of a second, whatever its own clock does
    f64::from(ticks) / 100.0
}

/// Lets this process, and those that it starts, have so many files and sockets open.
///
/// # Panics
/// When the system does not allow it.
pub fn allow_descriptors(count: usize) {
    let pid = std::process::id().to_string();
    let limit = format!("--nofile={count}:");
    let raised = Command::new("prlimit").args(["--pid", &pid, &limit]).status();
    assert!(
        raised.is_ok_and(|status| status.success()),
        "{count} descriptors are needed: ulimit -Hn"
    );
}
