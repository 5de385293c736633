//! Taking a model whose fields are parameters of their own: what was received becomes one object, which is read.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Param, Source};
use crate::http::Errors;
use crate::model::{Group, Model, Reader};
use crate::request::{FormData, Request, cookies, pairs, text_of};

/// The value of a parameter that stands for one parameter a field. `None`: errors were recorded.
pub(super) fn take_group<T: Model>(
    group: &Group,
    request: &Request,
    param: &'static Param,
    source: Source,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Option<T> {
    let dashed = source == Source::Header && param.convert_underscores;
    let mut received = Received::new(group, dashed);
    match source {
        Source::Header => {
            for (name, value) in request.headers() {
                received.add(Cow::Borrowed(name.as_str()), text_of(value).into(), Repeated::First);
            }
        }
        Source::Cookie => {
            for (name, value) in cookies::all(request.headers()) {
                received.add(Cow::Borrowed(name), value.into(), Repeated::Last);
            }
        }
        _ => {
            for (name, value) in pairs(request.uri().query().unwrap_or("")) {
                received.add(name, value.into(), Repeated::Last);
            }
        }
    }
    received.read(param, source, default, None, errors)
}

/// Which of several values a field takes that is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    /// Of headers.
    First,
    /// Of all else.
    Last,
}

/// The values received for the fields of a model, and for names that are no field.
pub(super) struct Received {
    dashed: bool,
    fields: Vec<Slot>,
    others: Map<String, Value>,
}

struct Slot {
    name: Cow<'static, str>,
    list: bool,
    value: Option<Value>,
}

impl Received {
    /// Nothing yet; `dashed`: the fields are headers, whose underscores are dashes.
    pub(super) fn new(group: &Group, dashed: bool) -> Self {
        let mut fields: Vec<Slot> = Vec::new();
        (group.fields)(&mut |field, list| {
            for name in field.names(dashed).filter(|_| field.read) {
                // variants of a union may share a name
                match fields.iter_mut().find(|slot| slot.name == name) {
                    Some(slot) => slot.list |= list,
                    None => fields.push(Slot {
                        name,
                        list,
                        value: None,
                    }),
                }
            }
        });
        Self {
            dashed,
            fields,
            others: Map::new(),
        }
    }

    /// Adds one value. Headers are lower case by now, whatever the case a field's name is written in.
    pub(super) fn add(&mut self, name: Cow<'_, str>, value: Value, repeated: Repeated) {
        let same = |known: &str| match repeated {
            Repeated::First => known.eq_ignore_ascii_case(&name),
            Repeated::Last => known == name,
        };
        match self.fields.iter_mut().find(|slot| same(&slot.name)) {
            Some(slot) if slot.list => append(slot.value.get_or_insert_with(|| Value::Array(Vec::new())), value),
            Some(slot) if repeated == Repeated::First => {
                slot.value.get_or_insert(value);
            }
            Some(slot) => slot.value = Some(value),
            // a proxy may take `x_name` for `x-name`: such a header is not looked at
            None if self.dashed && name.contains('_') => {}
            None => match self.others.get_mut(&*name) {
                Some(known) => append(known, value),
                None => {
                    self.others.insert(name.into_owned(), value);
                }
            },
        }
    }

    /// Leaves out empty texts: fields of a form that were not filled in.
    pub(super) fn drop_blanks(&mut self) {
        for slot in &mut self.fields {
            slot.value.take_if(|value| value == "");
        }
    }

    /// Reads the model, of `form` when that is where the values are. Where no field was sent, what stands for nothing comes first: the default, or `None`.
    pub(super) fn read<T: Model>(
        self,
        param: &'static Param,
        source: Source,
        default: Option<fn() -> T>,
        form: Option<FormData>,
        errors: &mut Errors,
    ) -> Option<T> {
        if self.fields.iter().all(|slot| slot.value.is_none()) {
            let absent = || (!param.required).then(T::absent).flatten();
            if let Some(value) = default.map(|default| default()).or_else(absent) {
                return Some(value);
            }
        }
        let mut reader = Reader::new(errors, vec![source.name().into()]);
        reader.set_form(form);
        if self.dashed {
            reader.expect_dashes();
        }
        let sent = self.fields.into_iter();
        let sent = sent.filter_map(|slot| Some((slot.name.into_owned(), slot.value?)));
        let object = Value::Object(sent.chain(self.others).collect());
        T::read(&object, &param.constraints, &mut reader)
    }
}

/// Makes a list of what was sent more than once.
fn append(known: &mut Value, value: Value) {
    match known {
        Value::Array(values) => values.push(value),
        one => *one = Value::Array(vec![one.take(), value]),
    }
}
