//! Constraints against the type they stand on, as far as the type's name tells.

use syn::Type;

use crate::errors::Errors;
use crate::parse::constraints::ConstraintArgs;
use crate::parse::function::last_segment;
use crate::parse::param::ParamArgs;

const NUMERIC: [&str; 5] = ["gt", "ge", "lt", "le", "multiple_of"];
const TEXTUAL: [&str; 3] = ["min_length", "max_length", "pattern"];
const NUMBERS: [&str; 15] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
];

/// Refuses `gt` on a string and `min_length` on a number.
pub(crate) fn check(args: &ParamArgs, ty: &Type, errors: &mut Errors) {
    check_keys(&args.constrained, ty, errors);
    check_bounds(&args.constraints, ty, errors);
}

/// Refuses `ge = "2024-01-01"` on a number.
pub(crate) fn check_bounds(constraints: &ConstraintArgs, ty: &Type, errors: &mut Errors) {
    let Some(name) = value_type(ty) else { return };
    if !NUMBERS.contains(&name.as_str()) {
        return;
    }
    for (key, span) in constraints.text_bounds() {
        let text = format!("`{key}` of a `{name}` is a number; write it without quotes");
        errors.push(syn::Error::new(span, text));
    }
}

/// As [`check`], for the names of constraints wherever they were written.
pub(crate) fn check_keys(keys: &[syn::Ident], ty: &Type, errors: &mut Errors) {
    let Some(name) = value_type(ty) else { return };
    for key in keys {
        let text = key.to_string();
        if name == "String" && NUMERIC.contains(&text.as_str()) {
            errors.at(
                key,
                format!("`{text}` compares numbers, and this is a `String`; use `min_length`, `pattern`, .."),
            );
        }
        if NUMBERS.contains(&name.as_str()) && TEXTUAL.contains(&text.as_str()) {
            errors.at(
                key,
                format!("`{text}` is for strings and lists, and this is `{name}`; use `ge`, `le`, .."),
            );
        }
        if text == "fail_fast" && (name == "String" || NUMBERS.contains(&name.as_str())) {
            errors.at(
                key,
                format!("`fail_fast` is for lists, and this is `{name}`; remove it"),
            );
        }
        if name == "bool" && NUMERIC.contains(&text.as_str()) {
            errors.at(
                key,
                format!("`{text}` compares numbers, and this is a `bool`; remove it"),
            );
        }
    }
}

/// The type's name, inside its `Option`s and `Patch`es.
fn value_type(ty: &Type) -> Option<String> {
    match last_segment(ty)? {
        (name, Some(inner)) if name == "Option" || name == "Patch" => value_type(inner),
        (name, _) => Some(name),
    }
}
