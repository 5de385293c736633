//! The [`Reader`] collects what is wrong while [`Model::read`](super::Model::read) walks an input.

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::Constraints;
use super::effort::Effort;
use crate::http::{ErrorDetail, Errors, Loc, Location};
use crate::request::{FormData, FormValue, UploadFile};

/// What a model's configuration asks of everything inside it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mode {
    /// No conversions.
    pub strict: bool,
    /// White space around strings is removed.
    pub strip_whitespace: bool,
    /// Strings are turned into lower case.
    pub to_lower: bool,
    /// Strings are turned into upper case.
    pub to_upper: bool,
}

impl Mode {
    /// Nothing is asked.
    pub const LAX: Self = Self {
        strict: false,
        strip_whitespace: false,
        to_lower: false,
        to_upper: false,
    };
}

/// How well a value fits a type; decides between the members of a union.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exactness {
    /// A conversion that strict mode refuses: `"3"` for an int.
    Lax,
    /// One that strict mode allows: `3` for a float.
    Strict,
    /// No conversion.
    Exact,
}

/// Collects errors while [`Model::read`](super::Model::read) walks an input, and knows where in it the walk stands.
#[derive(Debug)]
pub struct Reader<'e> {
    errors: &'e mut Errors,
    location: Location,
    mode: Mode,
    exactness: Exactness,
    fields_set: Option<usize>,
    tag: Option<&'static str>,
    dashed: bool,
    form: Option<FormData>,
    /// What the unions and the mistakes have cost so far; forks share it.
    effort: Option<Rc<Effort>>,
    /// How many errors were not added, as there are too many.
    left_out: usize,
}

impl<'e> Reader<'e> {
    /// A reader that stands at `location` and adds to `errors`.
    pub fn new(errors: &'e mut Errors, location: Location) -> Self {
        Self {
            errors,
            location,
            mode: Mode::LAX,
            exactness: Exactness::Exact,
            fields_set: None,
            tag: None,
            dashed: false,
            form: None,
            effort: None,
            left_out: 0,
        }
    }

    /// Runs `read` one step further down.
    pub fn at<T>(&mut self, step: impl Into<Loc>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.location.push(step.into());
        let result = read(self);
        self.location.pop();
        result
    }

    /// Runs `read` with errors of its own: for unions, which try one member after the other.
    pub fn attempt<T>(&mut self, read: impl FnOnce(&mut Reader<'_>) -> T) -> (T, Errors) {
        let mut errors = Errors::new();
        let result = read(&mut self.fork(&mut errors));
        (result, errors)
    }

    /// Records an error at the present location. Of an input with more mistakes than anybody reads the rest is left out.
    pub fn error(
        &mut self,
        kind: impl Into<Cow<'static, str>>,
        msg: impl Into<Cow<'static, str>>,
        input: &Value,
        ctx: Option<Map<String, Value>>,
    ) {
        if self.has_told_enough() {
            self.left_out += 1;
            return;
        }
        let error = ErrorDetail {
            kind: kind.into(),
            loc: self.location.clone(),
            msg: msg.into(),
            input: self.effort().show(input, &self.location),
            ctx,
        };
        self.errors.push(error);
    }

    /// Whether no more errors are told; there is one in any case.
    fn has_told_enough(&self) -> bool {
        !self.errors.is_empty() && self.effort.as_ref().is_some_and(|effort| effort.has_told_enough())
    }

    /// Adds what was found in a part of the input to what was found in others.
    pub(super) fn collect(&self, found: &mut Errors, errors: Errors) {
        if found.is_empty() || !self.effort.as_ref().is_some_and(|effort| effort.has_told_enough()) {
            found.append(errors);
        }
    }

    /// Records `missing` ("Field required") for the field `name`; `input` is the enclosing object.
    pub fn missing(&mut self, name: impl Into<Loc>, input: &Value) {
        self.at(name, |reader| reader.error("missing", "Field required", input, None));
    }

    /// Adds errors that an [`attempt`](Self::attempt) collected.
    pub fn extend(&mut self, errors: Errors) {
        if self.has_told_enough() {
            self.left_out += errors.len();
        } else {
            self.errors.append(errors);
        }
    }

    /// How many errors have been found in the whole request so far.
    pub fn count(&self) -> usize {
        self.errors.len() + self.left_out
    }

    /// Whether conversions are refused here.
    pub(crate) fn is_strict(&self, constraints: &Constraints) -> bool {
        constraints.strict || self.mode.strict
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    /// Sets the configuration of the model being entered; gives back the one to restore when it is left.
    pub(crate) fn enter(&mut self, mode: Mode) -> Mode {
        std::mem::replace(&mut self.mode, mode)
    }

    /// Notes that a value was converted in a way strict mode refuses.
    pub(crate) fn lax(&mut self) {
        self.exactness = Exactness::Lax;
    }

    /// Notes that a value is of another type, which strict mode allows.
    pub(crate) fn inexact(&mut self) {
        self.exactness = self.exactness.min(Exactness::Strict);
    }

    /// Notes that a model found `count` of its fields in the input.
    pub(crate) fn found_fields(&mut self, count: usize) {
        self.fields_set = Some(self.fields_set.unwrap_or(0) + count);
    }

    /// How well what was read fits, and how many fields were found.
    pub(crate) fn fit(&self) -> (Exactness, Option<usize>) {
        (self.exactness, self.fields_set)
    }

    /// Takes over how well the chosen member of a union fits.
    pub(crate) fn fitted(&mut self, (exactness, fields): (Exactness, Option<usize>)) {
        self.exactness = self.exactness.min(exactness);
        if let Some(count) = fields {
            self.found_fields(count);
        }
    }

    /// The reader for one member of a union.
    pub(crate) fn fork<'r>(&mut self, errors: &'r mut Errors) -> Reader<'r> {
        Reader {
            errors,
            location: self.location.clone(),
            mode: self.mode,
            exactness: Exactness::Exact,
            fields_set: None,
            tag: self.tag,
            dashed: self.dashed,
            form: self.form.clone(),
            effort: Some(self.effort()),
            left_out: 0,
        }
    }

    /// What the unions and the mistakes have cost so far.
    pub(super) fn effort(&mut self) -> Rc<Effort> {
        Rc::clone(self.effort.get_or_insert_default())
    }

    /// Says that the next object holds a tag besides its own fields.
    pub(crate) fn expect_tag(&mut self, name: &'static str) {
        self.tag = Some(name);
    }

    /// Says that the next object holds headers: underscores of its fields' names are dashes.
    pub(crate) fn expect_dashes(&mut self) {
        self.dashed = true;
    }

    pub(crate) fn take_dashed(&mut self) -> bool {
        std::mem::take(&mut self.dashed)
    }

    /// Says that what is read are fields of this form.
    pub(crate) fn set_form(&mut self, form: Option<FormData>) {
        self.form = form;
    }

    /// The file at the present location: `[.., name]`, or `[.., name, 2]` in a list.
    pub(crate) fn upload(&self) -> Option<UploadFile> {
        let form = self.form.as_ref()?;
        let value = match self.location.as_slice() {
            [.., Loc::Name(name), Loc::Index(index)] => form.all(name).nth(*index),
            [.., Loc::Name(name)] => form.get(name),
            _ => None,
        };
        match value? {
            FormValue::File(file) => Some(file.clone()),
            FormValue::Text(_) => None,
        }
    }

    pub(crate) fn take_tag(&mut self) -> Option<&'static str> {
        self.tag.take()
    }
}
