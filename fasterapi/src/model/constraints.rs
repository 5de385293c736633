//! The constraints of `#[field(..)]`, `#[query(..)]` and their kin: parsed once by the macros, read by the
//! validator and by the schema alike.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;

/// A bound as it was written: `gt = 0` stays an integer, `gt = 0.5` a float, `gt = "2024-01-01"` a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer bound.
    Int(i64),
    /// A float bound.
    Float(f64),
    /// A bound that the type reads from text: of dates, times, durations and decimals.
    Text(&'static str),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(bound) => bound.fmt(f),
            Self::Float(bound) => bound.fmt(f),
            Self::Text(bound) => write!(f, "{bound:?}"),
        }
    }
}

/// A regular expression, compiled when first used; `App::build()` compiles all of them and reports the bad ones.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Result<Regex, regex::Error>>,
}

impl Pattern {
    /// A pattern in the `regex` crate's syntax, which is pydantic's.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    /// The pattern as written.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// The compiled pattern, or why it is not one.
    pub fn regex(&self) -> Result<&Regex, &regex::Error> {
        self.compiled.get_or_init(|| Regex::new(self.source)).as_ref()
    }

    /// Whether the pattern is found anywhere in `text`; a pattern that does not compile matches nothing.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_ok_and(|regex| regex.is_match(text))
    }
}

/// What may be asked of one value. Each type uses those that concern it: an `Option` hands them to its inner
/// type, a `Vec` takes the lengths for itself.
#[derive(Debug, Clone, Copy)]
pub struct Constraints {
    /// Greater than.
    pub gt: Option<Number>,
    /// Greater than or equal.
    pub ge: Option<Number>,
    /// Less than.
    pub lt: Option<Number>,
    /// Less than or equal.
    pub le: Option<Number>,
    /// A multiple of.
    pub multiple_of: Option<Number>,
    /// At least this many characters (strings) or items (lists, sets, maps).
    pub min_length: Option<usize>,
    /// At most this many characters (strings) or items (lists, sets, maps).
    pub max_length: Option<usize>,
    /// A regular expression that is found in the string.
    pub pattern: Option<&'static Pattern>,
    /// `false` refuses NaN and the infinities (`finite_number`).
    pub allow_inf_nan: Option<bool>,
    /// Most digits of a decimal.
    pub max_digits: Option<u32>,
    /// Most decimal places of a decimal.
    pub decimal_places: Option<u32>,
    /// No conversions: `"3"` is not an int.
    pub strict: bool,
    /// A list is told its first wrong item alone.
    pub fail_fast: bool,
    /// White space around a string is removed before anything else (`str_strip_whitespace`).
    pub strip_whitespace: bool,
    /// A string is turned into lower case (`str_to_lower`).
    pub to_lower: bool,
    /// A string is turned into upper case (`str_to_upper`).
    pub to_upper: bool,
}

impl Constraints {
    /// Nothing is asked.
    pub const NONE: Self = Self {
        gt: None,
        ge: None,
        lt: None,
        le: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        allow_inf_nan: None,
        max_digits: None,
        decimal_places: None,
        strict: false,
        fail_fast: false,
        strip_whitespace: false,
        to_lower: false,
        to_upper: false,
    };

    /// Whether a string is changed before it is checked.
    #[inline]
    pub const fn transforms(&self) -> bool {
        self.strip_whitespace || self.to_lower || self.to_upper
    }
}

impl Default for Constraints {
    fn default() -> Self {
        Self::NONE
    }
}
