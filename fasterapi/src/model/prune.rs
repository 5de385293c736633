//! What an answer leaves out: `response_model_exclude_none`, `.._exclude_defaults`, `.._include`, `.._exclude`.

use serde_json::{Map, Value};

use super::JsonSchema;

/// What a route leaves out of the models it answers with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Prune {
    /// Fields that are `null`, at any depth.
    pub none: bool,
    /// Fields that are equal to their default, at any depth.
    pub defaults: bool,
    /// All fields of the outermost model but these; `None`: nothing.
    pub include: Option<&'static [&'static str]>,
    /// These fields of the outermost model.
    pub exclude: &'static [&'static str],
    /// Fields go under their own names, at any depth, not under those the client knows.
    pub own_names: bool,
}

impl Prune {
    /// Nothing is left out.
    pub const NONE: Self = Self {
        none: false,
        defaults: false,
        include: None,
        exclude: &[],
        own_names: false,
    };

    /// Takes out of `json`, which is `value` written down, what is to be left out.
    pub(crate) fn apply<T: JsonSchema + ?Sized>(&self, value: &T, json: &mut Value) {
        if self.none || self.defaults || self.own_names {
            value.prune(json, self);
        }
        if let Value::Object(map) = json {
            map.retain(|name, _| {
                let name = name.as_str();
                self.include.is_none_or(|included| included.contains(&name)) && !self.exclude.contains(&name)
            });
        }
    }
}

/// Takes fields out of one model's object.
#[derive(Debug)]
pub struct ObjectPruner<'v> {
    map: &'v mut Map<String, Value>,
    prune: &'v Prune,
    renamed: Vec<(&'static str, &'static str)>,
}

impl<'v> ObjectPruner<'v> {
    /// Starts on `value`; `None` when it is no object.
    pub fn open(value: &'v mut Value, prune: &'v Prune) -> Option<Self> {
        Some(Self {
            map: value.as_object_mut()?,
            prune,
            renamed: Vec::new(),
        })
    }

    /// Looks at the field `own`, which the model writes as `name`; `default` is `None` when it has none.
    pub fn field<T>(
        &mut self,
        name: &'static str,
        own: &'static str,
        value: &T,
        trim: fn(&T, &mut Value, &Prune),
        default: fn() -> Option<Value>,
    ) {
        let Some(json) = self.map.get_mut(name) else { return };
        let is_default = || default().is_some_and(|default| default == *json);
        if (self.prune.none && json.is_null()) || (self.prune.defaults && is_default()) {
            self.map.shift_remove(name);
        } else {
            trim(value, json, self.prune);
            if self.prune.own_names && name != own {
                self.renamed.push((name, own));
            }
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
pub(crate) fn items<'t, T: JsonSchema + 't>(items: impl IntoIterator<Item = &'t T>, json: &mut Value, prune: &Prune) {
    if let Value::Array(list) = json {
        items
            .into_iter()
            .zip(list)
            .for_each(|(item, json)| item.prune(json, prune));
    }
}

/// Looks at every value of a map, in the order in which it was written.
pub(crate) fn entries<'t, T: JsonSchema + 't>(
    values: impl IntoIterator<Item = &'t T>,
    json: &mut Value,
    prune: &Prune,
) {
    if let Value::Object(map) = json {
        values
            .into_iter()
            .zip(map.values_mut())
            .for_each(|(value, json)| value.prune(json, prune));
    }
}
