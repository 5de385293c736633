//! What the reports come to, once the listed differences are taken into account.

use crate::differences::Difference;
use crate::report::Report;

/// The share of all cases that must be equal. Listed differences count as unequal, but for those that `docs/parity.md`
/// decided: they count as neither.
const BAR: f64 = 0.97;

/// The judgement of all apps.
#[derive(Debug, Default)]
pub struct Verdict {
    /// One line an app: `name: passed/total`.
    pub lines: Vec<String>,
    /// What must not be; empty when all is well.
    pub faults: Vec<String>,
}

/// Judges `reports`. Rows of `listed` that nothing needs any more are faults too, if their app is among the reports.
pub fn judge(reports: &[Report], listed: &[Difference], known_apps: &[&str]) -> Verdict {
    let mut verdict = Verdict::default();
    let (mut passed, mut total, mut decided) = (0, 0, 0);
    for report in reports {
        let app = report.app.as_str();
        let equal = report.cases.iter().filter(|(_, found)| found.is_empty()).count();
        passed += equal;
        total += report.cases.len();
        let document = if report.document.is_empty() { "equal" } else { "differs" };
        verdict
            .lines
            .push(format!("{app}: {equal}/{}, document {document}", report.cases.len()));
        for (case, found) in report.cases.iter().filter(|(_, found)| !found.is_empty()) {
            match listed.iter().find(|row| row.covers_case(app, case)) {
                Some(row) => decided += usize::from(row.decided_by().is_some()),
                None => verdict.faults.push(format!("{app}: {case}: {}", found.join("; "))),
            }
        }
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
    if (passed as f64) < BAR * (total - decided) as f64 {
        verdict.faults.push(format!(
            "only {passed} of {total} cases are equal; {:.0} % must be",
            BAR * 100.0
        ));
    }
    verdict.lines.push(format!("all: {passed}/{total}"));
    verdict
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
                if n < differing { vec!["differs".into()] } else { vec![] },
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
    fn listing_everything_does_not_pass() {
        let listed: Vec<Difference> = (0..4).map(|n| row(Subject::Case(format!("case {n}")))).collect();
        assert_eq!(faults(report(3, &[]), &listed[..3]), 0);
        assert_eq!(faults(report(4, &[]), &listed), 1);
        let mut decided = listed.clone();
        decided[2].reason = "ROUTE-24: because".into();
        decided[3].reason = "ROUTE-24: because".into();
        assert_eq!(faults(report(4, &[]), &decided), 0);
    }
}
