//! Doc comments, as the document shows them.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The doc comment of an item or argument.
#[derive(Debug, Default)]
pub(crate) struct Doc {
    /// The parts in order.
    pub(crate) parts: Vec<DocPart>,
}

/// A line of text, or an expression such as `include_str!("..")`.
#[derive(Debug)]
pub(crate) enum DocPart {
    /// Lines of text, joined.
    Text(String),
    /// A text that only the compiler knows.
    Expr(Expr),
}

impl Doc {
    /// The doc comment among `attributes`: one leading space of each line is taken away, and nothing after a form feed
    /// (or a line that is `\f`) is for the document.
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut parts = Vec::new();
        let mut text = String::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
            let Meta::NameValue(pair) = &attribute.meta else {
                continue;
            };
            match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(literal), ..
                }) => {
                    for line in literal.value().lines().chain(literal.value().is_empty().then_some("")) {
                        if line.trim() == "\\f" {
                            return Self::finish(parts, text);
                        }
                        let shown = line.split_once('\u{c}').map(|(shown, _)| shown);
                        text.push_str(strip(shown.unwrap_or(line)));
                        if shown.is_some() {
                            return Self::finish(parts, text);
                        }
                        text.push('\n');
                    }
                }
                other => {
                    parts.push(DocPart::Text(std::mem::take(&mut text)));
                    parts.push(DocPart::Expr(other.clone()));
                }
            }
        }
        Self::finish(parts, text)
    }

    fn finish(mut parts: Vec<DocPart>, text: String) -> Self {
        parts.push(DocPart::Text(text.trim_end().to_owned()));
        parts.retain(|part| !matches!(part, DocPart::Text(text) if text.is_empty()));
        Self { parts }
    }
}

fn strip(line: &str) -> &str {
    line.strip_prefix(' ').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(item: syn::ItemFn) -> String {
        let doc = Doc::of(&item.attrs);
        doc.parts
            .iter()
            .map(|part| {
                if let DocPart::Text(text) = part {
                    text.as_str()
                } else {
                    "?"
                }
            })
            .collect()
    }

    #[test]
    fn lines_are_joined_and_one_space_goes() {
        let item = syn::parse_quote! {
            /// Read one item
            ///
            /// - a
            ///   - b
            fn f() {}
        };
        assert_eq!(text(item), "Read one item\n\n- a\n  - b");
    }

    #[test]
    fn what_follows_a_form_feed_is_for_the_source_alone() {
        let item = syn::parse_quote! {
            /// Shown
            /// \f
            /// Hidden
            fn f() {}
        };
        assert_eq!(text(item), "Shown");
    }
}
