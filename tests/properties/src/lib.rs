//! What holds for every model and every input.
//!
//! - What the fast path accepts, the slow path accepts with the same value ([`laws::agree`]).
//! - What the schema allows is accepted, and what is accepted without a conversion the schema allows
//!   ([`laws::described`], [`laws::strictly`]).
//! - What is written, the schema of the output allows; read again, it is written the same ([`laws::round`]).
//!
//! The inputs are random, and the same in every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for more and for
//! others.

pub mod constraints;
pub mod document;
pub mod inputs;
pub mod laws;
pub mod models;

use fasterapi::Errors;
use fasterapi::model::{Constraints, Model, Reader};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::Value;

/// How many inputs a law is held against, when the environment does not say.
const CASES: u32 = 400;

/// Holds `law` against what `strategy` comes up with.
///
/// # Panics
/// When the law is broken, with the smallest input found.
pub fn hold<S: Strategy>(strategy: &S, law: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = CASES;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1963);
    }
    if let Err(broken) = TestRunner::new(config).run(strategy, law) {
        panic!("{broken}");
    }
}

/// Reads as the slow path does; the types of the errors when it refuses.
///
/// # Errors
/// The types of all errors, `value_error` for one of the user's.
///
/// # Panics
/// When there is neither a value nor an error, or both.
pub fn read<T: Model>(value: &Value, constraints: &Constraints) -> Result<T, Vec<String>> {
    let mut errors = Errors::new();
    let read = T::read(value, constraints, &mut Reader::new(&mut errors, vec!["body".into()]));
    assert_eq!(read.is_some(), errors.is_empty(), "either a value or errors: {value}");
    read.ok_or_else(|| errors.as_slice().iter().map(|error| error.kind.to_string()).collect())
}
