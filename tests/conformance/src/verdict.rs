//! What the reports come to, once the listed differences are taken into account.

use crate::differences::Difference;
use crate::report::Report;

/// The share of all cases that must be answered as wanted: as FastAPI does, or as `docs/parity.md` decided against it.
/// All other listed differences count as unequal.
pub const BAR: f64 = 0.98;

/// The judgement of all apps.
#[derive(Debug, Default)]
pub struct Verdict {
    /// One line an app, and one for all: how many cases are equal, and how many differ as it was decided.
    pub lines: Vec<String>,
    /// What must not be; empty when all is well.
    pub faults: Vec<String>,
    /// The share of the cases that are answered as wanted.
    pub share: f64,
}

/// Judges `reports`. Rows of `listed` that nothing needs any more are faults too, if their app is among the reports.
pub fn judge(reports: &[Report], listed: &[Difference], known_apps: &[&str]) -> Verdict {
    let mut verdict = Verdict::default();
    let (mut passed, mut total, mut decided) = (0, 0, 0);
    for report in reports {
        let app = report.app.as_str();
        let equal = report.cases.iter().filter(|(_, found)| found.is_empty()).count();
        let decided_before = decided;
        for (case, found) in report.cases.iter().filter(|(_, found)| !found.is_empty()) {
            match listed.iter().find(|row| row.covers_case(app, case)) {
                Some(row) => decided += usize::from(row.is_decided(found)),
                None => verdict.faults.push(format!("{app}: {case}: {}", found.join("; "))),
            }
        }
        passed += equal;
        total += report.cases.len();
        let document = if report.document.is_empty() { "equal" } else { "differs" };
        let cases = count(equal, decided - decided_before, report.cases.len());
        verdict.lines.push(format!("{app}: {cases}, document {document}"));
        for place in &report.document {
            if !listed.iter().any(|row| row.covers_place(app, &place.at)) {
                verdict
                    .faults
                    .push(format!("{app}: openapi {}: {}", place.at, place.text));
            }
        }
        for row in listed.iter().filter(|row| row.app == app && !is_needed(row, report)) {
            verdict
                .faults
                .push(format!("DIFFERENCES.md lists what is equal: {app}: {:?}", row.subject));
        }
    }
    for row in listed.iter().filter(|row| !known_apps.contains(&row.app.as_str())) {
        verdict
            .faults
            .push(format!("DIFFERENCES.md lists an app that is not ported: {}", row.app));
    }
    verdict.share = (passed + decided) as f64 / total.max(1) as f64;
    verdict.lines.push(format!("all: {}", count(passed, decided, total)));
    verdict
}

fn count(equal: usize, decided: usize, total: usize) -> String {
    match decided {
        0 => format!("{equal}/{total}"),
        _ => format!("{equal}/{total}, {decided} more as decided"),
    }
}

fn is_needed(row: &Difference, report: &Report) -> bool {
    let app = report.app.as_str();
    report
        .cases
        .iter()
        .any(|(case, found)| !found.is_empty() && row.covers_case(app, case))
        || report.document.iter().any(|place| row.covers_place(app, &place.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::differences::Subject;
    use crate::document::Place;

    fn report(differing: usize, places: &[&str]) -> Report {
        let cases = (0..100).map(|n| {
            (
                format!("case {n}"),
                if n < differing {
                    vec!["header allow: []".into()]
                } else {
                    vec![]
                },
            )
        });
        let document = places
            .iter()
            .map(|at| Place {
                at: at.to_string(),
                text: "missing".into(),
            })
            .collect();
        Report {
            app: "a".into(),
            cases: cases.collect(),
            document,
        }
    }

    fn row(subject: Subject) -> Difference {
        Difference {
            app: "a".into(),
            subject,
            reason: "because".into(),
        }
    }

    fn faults(report: Report, listed: &[Difference]) -> usize {
        judge(&[report], listed, &["a"]).faults.len()
    }

    #[test]
    fn equal_apps_have_no_faults() {
        let verdict = judge(&[report(0, &[])], &[], &["a"]);
        assert!(verdict.faults.is_empty());
        assert_eq!(verdict.lines, ["a: 100/100, document equal", "all: 100/100"]);
    }

    #[test]
    fn what_differs_and_is_not_listed_is_a_fault() {
        assert_eq!(faults(report(1, &[]), &[]), 1);
        assert_eq!(faults(report(0, &["#/paths"]), &[]), 1);
        assert_eq!(faults(report(1, &[]), &[row(Subject::Case("case 0".into()))]), 0);
        assert_eq!(
            faults(report(0, &["#/paths/x"]), &[row(Subject::Document("#/paths".into()))]),
            0
        );
    }

    #[test]
    fn what_is_listed_and_does_not_differ_is_a_fault() {
        assert_eq!(faults(report(0, &[]), &[row(Subject::Case("case 0".into()))]), 1);
        assert_eq!(faults(report(0, &[]), &[row(Subject::Case("no such case".into()))]), 1);
        assert_eq!(faults(report(0, &[]), &[row(Subject::Document("#".into()))]), 1);
        let gone = Difference {
            app: "gone".into(),
            subject: Subject::Case("x".into()),
            reason: "y".into(),
        };
        assert_eq!(faults(report(0, &[]), &[gone]), 1);
    }

    #[test]
    fn what_is_listed_is_not_as_wanted_unless_it_was_decided() {
        let listed: Vec<Difference> = (0..3).map(|n| row(Subject::Case(format!("case {n}")))).collect();
        let share = |listed: &[Difference]| judge(&[report(3, &[])], listed, &["a"]).share;
        assert_eq!(share(&listed), 0.97);
        let mut decided = listed.clone();
        decided[2].reason = "ROUTE-24: because".into();
        assert_eq!(share(&decided), 0.98);
        decided[2].reason = "MW-09: another header than that".into();
        assert_eq!(share(&decided), 0.97);
    }

    #[test]
    fn what_was_decided_is_counted_apart() {
        let mut decided = row(Subject::Case("case 0".into()));
        decided.reason = "ROUTE-24: because".into();
        let verdict = judge(&[report(1, &[])], &[decided], &["a"]);
        assert_eq!(verdict.lines[1], "all: 99/100, 1 more as decided");
    }
}
