//! Whether an async body can ever wait: it cannot when no `.await` is written in it, nor any macro that might hide one.

use proc_macro2::{TokenStream, TokenTree};

/// Macros of the standard library and of serde_json that hide no `.await`.
const QUIET: [&str; 30] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "include_bytes",
    "include_str",
    "json",
    "line",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "print",
    "println",
    "stringify",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Words that may stand before a `!` without making it a macro.
const KEYWORDS: [&str; 10] = [
    "break", "else", "if", "in", "match", "move", "return", "while", "yield", "let",
];

/// Whether `body` holds an `.await`, or a macro that may.
pub(crate) fn may_wait(body: TokenStream) -> bool {
    let mut word: Option<String> = None;
    let mut bang: Option<String> = None;
    for tree in body {
        let (before, called) = (word.take(), bang.take());
        match tree {
            TokenTree::Ident(ident) if ident == "await" => return true,
            TokenTree::Ident(ident) => word = Some(ident.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '!' => bang = before,
            TokenTree::Group(group) => {
                let quiet = |name: &str| QUIET.contains(&name) || KEYWORDS.contains(&name);
                let loud = called.is_some_and(|name| !quiet(&name));
                if loud || may_wait(group.stream()) {
                    return true;
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::may_wait;

    fn waits(body: &str) -> bool {
        may_wait(body.parse().unwrap_or_default())
    }

    #[test]
    fn an_await_anywhere_waits() {
        assert!(waits("{ f().await }"));
        assert!(waits("{ if a { b(&[x.await]) } }"));
        assert!(waits("{ vec![f().await] }"));
    }

    #[test]
    fn an_unknown_macro_may_hide_one() {
        assert!(waits("{ tokio::join!(a, b) }"));
        assert!(waits("{ m! { a } }"));
    }

    #[test]
    fn plain_code_does_not_wait() {
        assert!(!waits("{ format!(\"{a}\") }"));
        assert!(!waits("{ std::vec![1, 2] }"));
        assert!(!waits("{ if !(a) { return !{ b } } a != (b) }"));
        assert!(!waits("{ a != [b] }"));
        assert!(!waits("{ unimplemented!(\"later\") }"));
    }
}
