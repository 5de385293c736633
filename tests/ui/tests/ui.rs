//! Every mistake in `cases/` gives the error beside it; `TRYBUILD=overwrite cargo test -p ui` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

/// Longer errors are not read.
const MOST_LINES: usize = 29;

#[test]
fn every_mistake_is_told() {
    let cases = trybuild::TestCases::new();
    for folder in fs::read_dir("cases")
        .expect("the cases")
        .map(|entry| entry.expect("a folder").path())
    {
        if !files(&folder, "rs").is_empty() {
            cases.compile_fail(folder.join("*.rs"));
        }
    }
}

#[test]
fn every_mistake_is_one_short_error() {
    for folder in fs::read_dir("cases")
        .expect("the cases")
        .map(|entry| entry.expect("a folder").path())
    {
        for file in files(&folder, "stderr") {
            let text = fs::read_to_string(&file).expect("an expected error");
            let errors: Vec<&str> = split(&text);
            let several = file.file_stem().is_some_and(|name| name == "several_at_once");
            assert!(
                several || errors.len() == 1,
                "{}: {} errors for one mistake",
                file.display(),
                errors.len()
            );
            for error in errors {
                let lines = error.trim_end().lines().count();
                assert!(
                    lines <= MOST_LINES,
                    "{}: an error of {lines} lines:\n{error}",
                    file.display()
                );
            }
        }
    }
}

/// The files in `folder` with this extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path());
    entries
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

/// The text of each error.
fn split(text: &str) -> Vec<&str> {
    let starts = text.match_indices("error").map(|(at, _)| at);
    let mut starts: Vec<usize> = starts
        .filter(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n')
        .collect();
    starts.push(text.len());
    starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}
