//! [`Fields`]: the values that go with a line of the log.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use super::escape::{push_json, push_line};

/// Names and values in order; of two with the same name the last one counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(Cow<'static, str>, Value)>);

impl Fields {
    #[cfg(any(test, feature = "logging"))]
    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Takes over what is in `other`, in place of what has the same names.
    #[cfg(feature = "logging")]
    pub(super) fn replace(&mut self, other: &Self) {
        for (name, value) in &other.0 {
            self.set(name.clone(), value.clone());
        }
    }

    /// Adds what is in `other` under names that `wanted` likes and that are not taken.
    #[cfg(feature = "logging")]
    pub(super) fn add(&mut self, other: &Self, wanted: impl Fn(&str) -> bool) {
        for (name, value) in &other.0 {
            if wanted(name) && !self.0.iter().any(|(known, _)| known == name) {
                self.0.push((name.clone(), value.clone()));
            }
        }
    }

    /// ` name=value name="two words"`.
    pub(super) fn push_text(&self, line: &mut String) {
        for (name, value) in &self.0 {
            line.push(' ');
            push_line(line, name);
            line.push('=');
            match value {
                Value::String(text) if text.is_empty() || text.contains([' ', '"', '=']) => {
                    push_line(line, &format!("{text:?}"));
                }
                Value::String(text) => push_line(line, text),
                other => {
                    let _ = write!(line, "{other}");
                }
            }
        }
    }

    /// `,"name":value`, without those whose names are taken.
    #[cfg_attr(not(feature = "logging"), allow(dead_code))]
    pub(super) fn push_json(&self, json: &mut String, taken: &[&str]) {
        for (name, value) in self.0.iter().filter(|(name, _)| !taken.contains(&&**name)) {
            json.push(',');
            push_json(json, name);
            json.push(':');
            match value {
                Value::String(text) => push_json(json, text),
                other => {
                    let _ = write!(json, "{other}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_apart() {
        let mut fields = Fields::default();
        fields.set("a", 1);
        fields.set("b", "two \"words\"\n");
        fields.set("c", "x\u{1b}");
        fields.set("a", true);
        let mut line = String::new();
        fields.push_text(&mut line);
        assert_eq!(line, r#" a=true b="two \"words\"\n" c=x\u{1b}"#);
        let mut json = String::new();
        fields.push_json(&mut json, &["c"]);
        assert_eq!(json, r#","a":true,"b":"two \"words\"\n""#);
    }
}
