//! What an answer leaves out: `response_model_exclude_none`, `.._exclude_defaults`, `.._include`, `.._exclude`, and what
//! was never given to a [`Given`](super::types::Given).

use serde_json::{Map, Value};

use super::JsonSchema;
use super::object::Field;

/// What a route leaves out of the models it answers with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Prune<'g> {
    /// Fields that are `null`, at any depth.
    pub none: bool,
    /// Fields that are equal to their default, at any depth.
    pub defaults: bool,
    /// All fields but these; `None`: nothing.
    pub include: Option<&'static [Picked]>,
    /// These fields.
    pub exclude: &'static [Picked],
    /// Fields go under their own names, at any depth, not under those the client knows.
    pub own_names: bool,
    /// What the value was read from: fields that are not in it are left out.
    pub given: Option<&'g Value>,
}

/// A field of the outermost model by the name it has in the answer, or an item of a list by its index, `__all__` being
/// every item.
#[derive(Debug, Clone, Copy)]
pub struct Picked {
    /// Its name.
    pub name: &'static str,
    /// What is meant of it; nothing: all of it.
    pub inside: &'static [Picked],
}

impl Prune<'_> {
    /// Nothing is left out.
    pub const NONE: Self = Self {
        none: false,
        defaults: false,
        include: None,
        exclude: &[],
        own_names: false,
        given: None,
    };

    /// Takes out of `json`, which is `value` written down, what is to be left out.
    pub(crate) fn apply<T: JsonSchema + ?Sized>(&self, value: &T, json: &mut Value) {
        if self.none || self.defaults || self.own_names {
            value.prune(json, self);
        }
        if let Some(include) = self.include {
            include_only(json, include);
        }
        if !self.exclude.is_empty() {
            exclude(json, self.exclude);
        }
    }

    /// The same for a part of the value, which was read from `given`.
    pub(crate) fn within<'i>(&self, given: Option<&'i Value>) -> Prune<'i> {
        Prune {
            none: self.none,
            defaults: self.defaults,
            include: self.include,
            exclude: self.exclude,
            own_names: self.own_names,
            given,
        }
    }
}

fn include_only(json: &mut Value, picked: &[Picked]) {
    match json {
        Value::Object(map) => map.retain(|name, value| {
            let Some(picked) = picked.iter().find(|picked| picked.name == name) else {
                return false;
            };
            if !picked.inside.is_empty() {
                include_only(value, picked.inside);
            }
            true
        }),
        Value::Array(items) => each_item(items, picked, |item, picked| {
            if let Some(Picked { inside, .. }) = picked.filter(|picked| !picked.inside.is_empty()) {
                include_only(item, inside);
            }
            picked.is_some()
        }),
        _ => {}
    }
}

fn exclude(json: &mut Value, picked: &[Picked]) {
    match json {
        Value::Object(map) => map.retain(|name, value| {
            let Some(picked) = picked.iter().find(|picked| picked.name == name) else {
                return true;
            };
            exclude(value, picked.inside);
            !picked.inside.is_empty()
        }),
        Value::Array(items) => each_item(items, picked, |item, picked| {
            let Some(picked) = picked else { return true };
            exclude(item, picked.inside);
            !picked.inside.is_empty()
        }),
        _ => {}
    }
}

/// Keeps the items of a list for which `keep` says so; a list that no index speaks of stays as it is.
fn each_item(items: &mut Vec<Value>, picked: &[Picked], mut keep: impl FnMut(&mut Value, Option<&Picked>) -> bool) {
    if !picked.iter().any(|picked| picked.index().is_some()) {
        return;
    }
    let mut at = 0;
    items.retain_mut(|item| {
        let of_item = |picked: &&Picked| picked.index() == Some(Some(at));
        let of_all = |picked: &&Picked| picked.index() == Some(None);
        let found = picked.iter().find(of_item).or_else(|| picked.iter().find(of_all));
        at += 1;
        keep(item, found)
    });
}

impl Picked {
    /// `Some(Some(index))` of an item, `Some(None)` of all items.
    fn index(&self) -> Option<Option<usize>> {
        match self.name {
            "__all__" => Some(None),
            name => name.parse().ok().map(Some),
        }
    }
}

/// Takes fields out of one model's object.
#[derive(Debug)]
pub struct ObjectPruner<'v> {
    map: &'v mut Map<String, Value>,
    prune: &'v Prune<'v>,
    renamed: Vec<(&'static str, &'static str)>,
}

impl<'v> ObjectPruner<'v> {
    /// Starts on `value`; `None` when it is no object.
    pub fn open(value: &'v mut Value, prune: &'v Prune<'v>) -> Option<Self> {
        Some(Self {
            map: value.as_object_mut()?,
            prune,
            renamed: Vec::new(),
        })
    }

    /// Looks at the field `own`, which the model writes as `name`; `default` is `None` when it has none, `field` when it
    /// is computed.
    pub fn field<T>(
        &mut self,
        (name, own): (&'static str, &'static str),
        field: Option<&Field>,
        value: &T,
        trim: fn(&T, &mut Value, &Prune<'_>),
        default: fn() -> Option<Value>,
    ) {
        let Some(json) = self.map.get_mut(name) else { return };
        let given = match (self.prune.given, field.filter(|field| field.read)) {
            (Some(given), Some(field)) => Some(field.find(given)),
            _ => None,
        };
        let is_default = || default().is_some_and(|default| default == *json);
        let left_out = (self.prune.none && json.is_null()) || (self.prune.defaults && is_default());
        if left_out || given == Some(None) {
            self.map.shift_remove(name);
            return;
        }
        trim(value, json, &self.prune.within(given.flatten()));
        if self.prune.own_names && name != own {
            self.renamed.push((name, own));
        }
    }

    /// Ends the object: fields get their own names where that is asked.
    pub fn close(self) {
        if self.renamed.is_empty() {
            return;
        }
        let renamed = |name: String| {
            let own = self.renamed.iter().find(|(wire, _)| *wire == name);
            own.map_or(name, |(_, own)| (*own).to_owned())
        };
        let fields = std::mem::take(self.map).into_iter();
        *self.map = fields.map(|(name, value)| (renamed(name), value)).collect();
    }
}

/// Looks at every item of a list.
pub(crate) fn items<'t, T: JsonSchema + 't>(
    items: impl IntoIterator<Item = &'t T>,
    json: &mut Value,
    prune: &Prune<'_>,
) {
    if let Value::Array(list) = json {
        for (index, (item, json)) in items.into_iter().zip(list).enumerate() {
            item.prune(json, &prune.within(prune.given.and_then(|given| given.get(index))));
        }
    }
}

/// Looks at every item of a set, whose order is not that in which it was given: nothing tells which was which.
pub(crate) fn members<'t, T: JsonSchema + 't>(
    items: impl IntoIterator<Item = &'t T>,
    json: &mut Value,
    prune: &Prune<'_>,
) {
    self::items(items, json, &prune.within(None));
}

/// Looks at every value of a map, in the order in which it was written.
pub(crate) fn entries<'t, T: JsonSchema + 't>(
    values: impl IntoIterator<Item = &'t T>,
    json: &mut Value,
    prune: &Prune<'_>,
) {
    if let Value::Object(map) = json {
        for (value, (name, json)) in values.into_iter().zip(map.iter_mut()) {
            value.prune(json, &prune.within(prune.given.and_then(|given| given.get(name))));
        }
    }
}
