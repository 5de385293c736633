//! [`Effort`]: how much trying, and telling of mistakes, one input is worth.

use std::cell::Cell;

use serde_json::Value;

use crate::http::{ErrorDetail, Loc};

/// How many members of unions may be tried in any input.
const ALWAYS: usize = 1_000;

/// How many more for each value in it.
const PER_VALUE: usize = 30;

/// How much memory the mistakes in one input may take, about, in bytes.
const TOLD: usize = 8 * 1024 * 1024;

/// What is shown of an input for which there is no room.
const ELLIPSIS: &str = "...";

/// How many members of unions were tried in one input, and how many may be; and how much was told of its mistakes.
///
/// A union inside a member of a union is read once for each member that is tried; where members look alike, an input
/// that is `n` deep is read `2^n` times. No honest one comes near the limit, which grows with the length alone. And
/// of mistakes inside mistakes each shows all of the input that it is in, which is as much again and again.
#[derive(Debug, Default)]
pub(super) struct Effort {
    tried: Cell<usize>,
    allowed: Cell<usize>,
    depth: Cell<usize>,
    told: Cell<usize>,
}

impl Effort {
    /// A union begins, with this input.
    pub(super) fn enter(&self, value: &Value) {
        if self.depth.replace(self.depth.get() + 1) == 0 {
            let before = self.allowed.get().max(ALWAYS);
            self.allowed.set(before + PER_VALUE * count(value));
        }
    }

    /// A union ends: whether it was inside no other.
    pub(super) fn leave(&self) -> bool {
        self.depth.set(self.depth.get() - 1);
        self.depth.get() == 0
    }

    /// Counts an attempt; `false` when there have been too many.
    pub(super) fn tries(&self) -> bool {
        self.tried.set(self.tried.get() + 1);
        !self.is_spent()
    }

    /// Whether there have been too many.
    pub(super) fn is_spent(&self) -> bool {
        self.tried.get() > self.allowed.get()
    }
}

impl Effort {
    /// What a mistake shows of the input that it is in, which is found there in the whole.
    pub(super) fn show(&self, input: &Value, location: &[Loc]) -> Value {
        let room = TOLD.saturating_sub(self.told.get());
        let of_its_own = size_of::<ErrorDetail>() + location.iter().map(size_of_step).sum::<usize>();
        let shown = match size(input, room) {
            Some(size) => {
                self.told.set(self.told.get() + of_its_own + size);
                return input.clone();
            }
            None => ELLIPSIS,
        };
        self.told.set(self.told.get() + of_its_own);
        shown.into()
    }

    /// Whether more mistakes were told than anybody reads.
    pub(super) fn has_told_enough(&self) -> bool {
        self.told.get() > TOLD
    }
}

/// How much memory a step of a location takes.
fn size_of_step(step: &Loc) -> usize {
    let text = match step {
        Loc::Name(name) => name.len(),
        Loc::Index(_) => 0,
    };
    size_of::<Loc>() + text
}

/// How much memory a copy of it takes; `None` when that is more than `room`, which is found out at no greater cost.
fn size(value: &Value, room: usize) -> Option<usize> {
    let mut sum = size_of::<Value>();
    if sum > room {
        return None;
    }
    match value {
        Value::String(text) => sum += text.len(),
        Value::Array(items) => {
            for item in items {
                sum += size(item, room.checked_sub(sum)?)?;
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                sum += size_of::<String>() + name.len();
                sum += size(member, room.checked_sub(sum)?)?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    (sum <= room).then_some(sum)
}

/// How many values there are in it, itself among them. It is no deeper than JSON may be.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn longer_inputs_may_take_longer() {
        let effort = Effort::default();
        effort.enter(&json!([1, {"a": 2}]));
        effort.enter(&json!(1));
        assert_eq!(effort.allowed.get(), ALWAYS + 4 * PER_VALUE);
        assert!((0..effort.allowed.get()).all(|_| effort.tries()));
        assert!(!effort.tries() && effort.is_spent());
        assert!(!effort.leave() && effort.leave());
    }

    #[test]
    fn what_is_shown_has_a_limit() {
        let effort = Effort::default();
        let large = Value::from("x".repeat(TOLD / 2));
        assert_eq!(effort.show(&large, &[]), large);
        assert_eq!(effort.show(&json!([large, 1]), &[]), ELLIPSIS);
        assert!(!effort.has_told_enough());
        assert_eq!(effort.show(&json!({"a": 1}), &[]), json!({"a": 1}));
        while !effort.has_told_enough() {
            effort.show(&json!(1), &[]);
        }
        assert_eq!(effort.show(&json!(1), &[]), ELLIPSIS);
    }

    #[test]
    fn where_a_mistake_is_counts_too() {
        let effort = Effort::default();
        effort.show(&json!(1), &["x".repeat(TOLD).into(), 1.into()]);
        assert!(effort.has_told_enough());
    }
}
