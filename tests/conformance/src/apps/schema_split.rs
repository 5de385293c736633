//! Models that are read and written: one schema where both ways are alike, two where they differ.

use fasterapi::prelude::*;

#[model]
struct Part {
    code: String,
    note: Option<String>,
}

#[model]
struct Machine {
    name: String,
    description: Option<String>,
    #[field(default)]
    parts: Vec<Part>,
    #[field(default = 1)]
    count: i64,
    #[field(default = "s", exclude)]
    secret: String,
}

#[model]
struct OnlyIn {
    #[field(default = 1)]
    a: i64,
}

#[model(computed = [double])]
struct Computed {
    a: i64,
}

impl Computed {
    fn double(&self) -> i64 {
        self.a * 2
    }
}

#[model]
struct Strict {
    a: i64,
    b: String,
}

#[post("/machines/")]
async fn create(m: Machine) -> Machine {
    m
}

#[get("/machines/")]
async fn read() -> Vec<Machine> {
    let part = Part {
        code: "p".to_owned(),
        note: None,
    };
    vec![Machine {
        name: "m".to_owned(),
        description: None,
        parts: vec![part],
        count: 1,
        secret: "s".to_owned(),
    }]
}

#[post("/only-in", response_model = None)]
async fn only_in(o: OnlyIn) -> i64 {
    o.a
}

#[post("/computed")]
async fn computed(c: Computed) -> Computed {
    c
}

#[post("/same")]
async fn same(s: Strict) -> Strict {
    s
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![create, read, only_in, computed, same])
}
