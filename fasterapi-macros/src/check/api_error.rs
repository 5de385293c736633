//! The texts of `#[derive(ApiError)]` against the fields.

use syn::LitStr;

use crate::errors::Errors;
use crate::parse::api_error::{ApiErrorItem, Case, Detail};

/// Checks all cases.
pub(crate) fn check(item: &ApiErrorItem, errors: &mut Errors) {
    for case in &item.cases {
        if let Some(Detail::Text(text)) = &case.args.detail {
            fields_of(text, case, errors);
        }
        for (name, value) in &case.args.headers {
            if !is_header_name(&name.value()) {
                errors.at(name, "no name of a header: letters, digits and dashes");
            }
            fields_of(value, case, errors);
        }
        if case.from.is_some() && case.fields.len() != 1 {
            errors.at(
                &case.ident,
                "`#[from]` makes the whole of it: it must be the only field; for a cause among others write `#[source]`",
            );
        }
    }
}

/// The numbers that a text names must be fields.
fn fields_of(text: &LitStr, case: &Case, errors: &mut Errors) {
    for number in numbers(&text.value()) {
        let known = matches!(case.fields, syn::Fields::Unnamed(_)) && number < case.fields.len();
        if !known {
            let hint = match &case.fields {
                syn::Fields::Named(_) => "its fields have names: write `{name}`".to_owned(),
                fields => format!("it has {} fields, counted from 0", fields.len()),
            };
            errors.at(text, format!("`{}` has no field {number}; {hint}", case.ident));
        }
    }
}

/// The numbers that stand for arguments in a format string.
fn numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    let text = text.replace("{{", "");
    for part in text.split('{').skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        numbers.extend(digits.parse::<usize>());
    }
    numbers
}

fn is_header_name(name: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(token)
}
