//! Functions of the user's that values go through: `before`, `after`, `validate`, `assert`, on fields and on models
//! (`MODEL-18`, `MODEL-19`).

use fasterapi::model;
use fasterapi::model::{Constraints, CustomError, Model};
use fasterapi::types::Patch;
use serde_json::{Value, json};

use crate::read;

/// Splits what was sent as one text.
fn split(sent: Value) -> Result<Value, String> {
    Ok(match sent {
        Value::String(text) => text.split(',').map(Value::from).collect(),
        other => other,
    })
}

fn never_null(sent: Value) -> Result<Value, CustomError> {
    if sent.is_null() {
        Err(CustomError::new("null", "null is not welcome"))
    } else {
        Ok(sent)
    }
}

fn sorted(mut tags: Vec<String>) -> Result<Vec<String>, &'static str> {
    tags.sort();
    Ok(tags)
}

fn without_doubles(mut tags: Vec<String>) -> Result<Vec<String>, String> {
    let count = tags.len();
    tags.dedup();
    if tags.len() + 2 < count {
        Err(format!("{count} tags, {} of them different", tags.len()))
    } else {
        Ok(tags)
    }
}

fn starts_low(tags: &[String]) -> Result<(), &'static str> {
    match tags.first() {
        Some(first) if first.starts_with('z') => Err("z comes last"),
        _ => Ok(()),
    }
}

fn tripled(count: i32) -> Result<i32, &'static str> {
    count.checked_mul(3).ok_or("too many")
}

/// A post may be its tags alone.
fn from_tags(sent: Value) -> Result<Value, String> {
    match sent {
        Value::Array(tags) => Ok(json!({"tags": tags})),
        Value::Number(number) => Err(format!("{number} is no post")),
        other => Ok(other),
    }
}

fn titled(mut post: Post) -> Result<Post, String> {
    if post.title.is_empty() {
        post.title = post.tags.join(" ");
    }
    Ok(post)
}

fn short(post: &Post) -> Result<(), String> {
    if post.title.len() > 10 {
        Err("the title is long".to_owned())
    } else {
        Ok(())
    }
}

#[model(before = from_tags, after = titled, validate = short)]
struct Post {
    #[field(default)]
    title: String,
    #[field(default, max_items = 4, before = never_null, before = split, after = sorted, after = without_doubles, validate = starts_low)]
    tags: Vec<String>,
    #[field(le = 10, after = tripled)]
    count: Patch<i32>,
}

#[model]
struct Posts {
    posts: Vec<Post>,
}

fn upper(code: String) -> Result<String, &'static str> {
    Ok(code.to_uppercase())
}

#[model(after = whole)]
struct Code(#[field(min_length = 2, after = upper)] String);

fn whole(code: Code) -> Result<Code, &'static str> {
    if code.0.ends_with('-') {
        Err("cut off")
    } else {
        Ok(code)
    }
}

fn told<T: Model + serde::Serialize>(value: Value) -> Value {
    match read::<T>(&value, &Constraints::NONE, &["body"]) {
        Ok(read) => json!(read),
        Err(errors) => errors
            .into_iter()
            .map(|error| json!([error.kind, error.loc, error.msg, error.input]))
            .collect(),
    }
}

#[test]
fn fields_are_changed_on_the_way() {
    let post = told::<Post>(json!({"title": "t", "tags": "b,a,b", "count": "2"}));
    assert_eq!(post, json!({"title": "t", "tags": ["a", "b"], "count": 6}));
    assert_eq!(told::<Post>(json!({"title": "t"})), json!({"title": "t", "tags": []}));
}

#[test]
fn each_step_may_refuse() {
    let wrong = |tags: Value| told::<Post>(json!({"tags": tags}))[0].clone();
    let kind = |tags| wrong(tags)[0].clone();
    assert_eq!(
        wrong(json!(null)),
        json!(["null", ["body", "tags"], "null is not welcome", null])
    );
    assert_eq!(kind(json!([1])), "string_type");
    assert_eq!(
        kind(json!("a,b,c,d,e")),
        "too_long",
        "constraints see what `before` made"
    );
    let refused = json!([
        "value_error",
        ["body", "tags"],
        "Value error, 4 tags, 1 of them different",
        ["a", "a", "a", "a"]
    ]);
    assert_eq!(wrong(json!("a,a,a,a")), refused, "the input is what `before` made");
    assert_eq!(wrong(json!(["z"]))[2], "Value error, z comes last");
}

#[test]
fn models_are_changed_on_the_way() {
    assert_eq!(
        told::<Post>(json!(["y", "x"])),
        json!({"title": "x y", "tags": ["x", "y"]})
    );
    assert_eq!(
        told::<Post>(json!(5)),
        json!([["value_error", ["body"], "Value error, 5 is no post", 5]])
    );
    let wrong = told::<Post>(json!(["aaaaaa", "bbbbbb"]));
    assert_eq!(
        wrong[0][2], "Value error, the title is long",
        "checks see what `after` made"
    );
    let inside = told::<Posts>(json!({"posts": [["x"], 5]}));
    assert_eq!(inside[0][1], json!(["body", "posts", 1]));
}

#[test]
fn root_models_too() {
    assert_eq!(told::<Code>(json!("ab")), "AB");
    assert_eq!(told::<Code>(json!("a"))[0][0], "string_too_short");
    assert_eq!(told::<Code>(json!("a-"))[0][2], "Value error, cut off");
}

#[test]
fn the_fast_path_leaves_them_to_the_slow_one() {
    assert!(Post::from_json(b"{}", &Constraints::NONE).is_none());
    assert!(Posts::from_json(br#"{"posts":[{}]}"#, &Constraints::NONE).is_none());
    assert!(Code::from_json(br#""ab""#, &Constraints::NONE).is_none() && Code::from_text("ab").is_none());
}
