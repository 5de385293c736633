//! Nothing of the book is forgotten: every page is in its table of contents and among the doc tests, every link leads
//! somewhere, and every dependency has its reason.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every page under docs/, relative to it, without the table of contents.
fn pages() -> Vec<String> {
    fn walk(folder: &Path, pages: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("docs/ can be read") {
            let path = entry.expect("an entry of docs/").path();
            if path.is_dir() {
                walk(&path, pages);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    let docs = root().join("docs");
    let mut paths = Vec::new();
    walk(&docs, &mut paths);
    let relative = |path: PathBuf| path.strip_prefix(&docs).expect("a page of docs/").display().to_string();
    paths
        .into_iter()
        .map(relative)
        .filter(|page| page != "SUMMARY.md")
        .collect()
}

/// The targets of all Markdown links in `text`, code aside.
fn links(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(|part| part.split("](").skip(1).filter_map(|rest| rest.split(')').next()))
        .collect()
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let summary = read("docs/SUMMARY.md");
    let listed = links(&summary);
    let pages = pages();
    for page in &pages {
        assert!(listed.contains(&page.as_str()), "docs/SUMMARY.md does not list {page}");
    }
    for link in listed {
        assert!(
            pages.iter().any(|page| page == link),
            "docs/SUMMARY.md lists {link}, which is not there"
        );
    }
}

#[test]
fn every_page_with_code_is_compiled() {
    let compiled = read("tests/book/src/lib.rs");
    for page in pages() {
        let has_code = read(&format!("docs/{page}")).contains("```rust");
        assert!(
            !has_code || compiled.contains(&format!("/docs/{page}\"")),
            "tests/book/src/lib.rs lacks {page}"
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut files: Vec<String> = pages().iter().map(|page| format!("docs/{page}")).collect();
    files.push("README.md".into());
    for file in files {
        let folder = root().join(&file).parent().expect("a file has a folder").to_path_buf();
        for link in links(&read(&file)) {
            if link.starts_with("http") || link.starts_with('#') {
                continue;
            }
            let target = folder.join(link.split('#').next().unwrap_or(link));
            assert!(target.exists(), "{file} links to {link}, which is not there");
        }
    }
}

#[test]
fn every_dependency_has_a_reason() {
    let reasons = read("docs/contributing.md");
    for manifest in ["fasterapi/Cargo.toml", "fasterapi-macros/Cargo.toml"] {
        let text = read(manifest);
        let mut in_dependencies = false;
        for line in text.lines() {
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]") && line != "[dev-dependencies]";
            } else if let (true, Some((name, _))) = (in_dependencies, line.split_once(['=', '.'])) {
                let name = name.trim();
                let listed = name == "fasterapi-macros" || reasons.contains(&format!("`{name}`"));
                assert!(listed, "docs/contributing.md gives no reason for {name} of {manifest}");
            }
        }
    }
}

#[test]
fn every_test_that_parity_names_is_there() {
    let parity = read("docs/parity.md");
    let rows = parity
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('-'));
    for row in rows {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, id, state, tests, note, _] = cells[..] else {
            panic!("not a row: {row}")
        };
        assert!(["done", "changed", "dropped"].contains(&state), "{row}");
        assert!(
            state == "done" || !note.is_empty() || !tests.is_empty(),
            "{id} gives no reason"
        );
        for part in tests.split(';') {
            let conformance = part.trim_start().starts_with("conformance");
            for name in part.split('`').skip(1).step_by(2) {
                let paths = match name {
                    _ if conformance => vec![format!("tests/conformance/src/apps/{name}.rs")],
                    _ if part.contains("e2e") => vec![format!("tests/e2e/tests/{name}.rs")],
                    _ => vec![name.to_owned(), format!("fasterapi/tests/app/{name}")],
                };
                assert!(
                    paths.iter().any(|path| root().join(path).exists()),
                    "{id} names {name}, which is not there"
                );
            }
        }
    }
}
