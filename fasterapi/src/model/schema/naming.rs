//! The components' names: short where that is enough, with the module or the direction where it is not.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::registry::Component;
use super::{Direction, Schema};

/// Where components live. A number after `?` stands for a name that is not settled yet; no name holds a `?`.
const PREFIX: &str = "#/components/schemas/";

/// A reference to the component of this number.
pub(super) fn placeholder(number: usize) -> Schema {
    Schema::reference(&format!("?{number}"))
}

/// The number a reference made by [`placeholder`] stands for.
fn number(text: &str) -> Option<usize> {
    text.strip_prefix(PREFIX)?.strip_prefix('?')?.parse().ok()
}

/// Replaces what a component's key may not hold: `Page[Item]` becomes `Page_Item_`.
pub(super) fn sanitize(name: &str) -> String {
    let allowed = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            c
        } else {
            '_'
        }
    };
    name.chars().map(allowed).collect()
}

/// Python's `str.title`: letters after anything but a letter are capitals, the others small.
pub(crate) fn title_case(text: &str) -> String {
    let mut title = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            title.extend(c.to_lowercase());
        } else {
            title.extend(c.to_uppercase());
        }
        inside = c.is_alphabetic();
    }
    title
}

/// Names the components `document` refers to, directly or through one another; writes the names into `document` and
/// returns the components under them.
pub(super) fn settle(components: Vec<Component>, document: &mut Value) -> Map<String, Value> {
    let used = reachable(&components, document);
    let types = Types::new(&components, &used);
    let names = types.names(&components);
    let mut settled = BTreeMap::new();
    for (number, component) in components.into_iter().enumerate() {
        if let Some(name) = names.get(&number) {
            let mut body = component.body;
            rename(&mut body, &names);
            settled.entry(name.clone()).or_insert(body);
        }
    }
    rename(document, &names);
    settled.into_iter().collect()
}

/// The numbers of the components that `document` needs.
fn reachable(components: &[Component], document: &Value) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    let mut waiting = Vec::new();
    references(document, &mut |number| waiting.push(number));
    while let Some(next) = waiting.pop() {
        if next < components.len() && used.insert(next) {
            references(&components[next].body, &mut |number| waiting.push(number));
        }
    }
    used
}

/// Calls `found` with the number of every reference in `value`: under `$ref`, and in a discriminator's mapping.
fn references(value: &Value, found: &mut impl FnMut(usize)) {
    match value {
        Value::String(text) => {
            if let Some(number) = number(text) {
                found(number);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(map) => map.values().for_each(|member| references(member, found)),
        _ => {}
    }
}

/// Writes names where numbers stood.
fn rename(value: &mut Value, names: &HashMap<usize, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = number(text).and_then(|number| names.get(&number)) {
                *text = format!("{PREFIX}{name}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(map) => map.values_mut().for_each(|member| rename(member, names)),
        _ => {}
    }
}

/// The used components, those of one type for both directions together.
struct Types {
    /// By type: the numbers of its components, at most one a direction.
    members: Vec<Vec<usize>>,
    /// By component: its type's index in `members`.
    of: HashMap<usize, usize>,
}

impl Types {
    fn new(components: &[Component], used: &BTreeSet<usize>) -> Self {
        let mut known: HashMap<(TypeId, &str), usize> = HashMap::new();
        let mut types = Self {
            members: Vec::new(),
            of: HashMap::new(),
        };
        for &number in used {
            let component = &components[number];
            let next = types.members.len();
            let index = match component.id {
                Some(id) => *known.entry((id, &component.name)).or_insert(next),
                None => next,
            };
            if index == next {
                types.members.push(Vec::new());
            }
            types.members[index].push(number);
            types.of.insert(number, index);
        }
        types
    }

    fn names(&self, components: &[Component]) -> HashMap<usize, String> {
        let bases = self.bases(components);
        let split = self.split(components);
        let name = |(&number, &index): (&usize, &usize)| {
            let suffix = match components[number].direction {
                _ if !split.contains(&index) => "",
                Direction::Input => "-Input",
                Direction::Output => "-Output",
            };
            (number, format!("{}{suffix}", bases[index]))
        };
        self.of.iter().map(name).collect()
    }

    /// The name of each type, unlike all others: the short one, else all that share it get their module before it, else
    /// a number behind it.
    fn bases(&self, components: &[Component]) -> Vec<String> {
        let first = |members: &Vec<usize>| &components[members[0]];
        let mut shared: HashMap<&str, usize> = HashMap::new();
        for members in &self.members {
            *shared.entry(&first(members).name).or_default() += 1;
        }
        let mut taken = BTreeSet::new();
        let mut base = |members: &Vec<usize>| {
            let Component { name, module, .. } = first(members);
            let long = shared[name.as_str()] > 1 && !module.is_empty();
            let base = if long {
                format!("{}__{name}", sanitize(&module.replace("::", "__")))
            } else {
                name.clone()
            };
            let numbered = (1..).map(|n| format!("{base}__{n}"));
            let free = std::iter::once(base.clone())
                .chain(numbered)
                .find(|name| !taken.contains(name));
            let free = free.unwrap_or(base);
            taken.insert(free.clone());
            free
        };
        self.members.iter().map(&mut base).collect()
    }

    /// The types whose two directions differ, in themselves or in a type they refer to.
    fn split(&self, components: &[Component]) -> BTreeSet<usize> {
        let mut split = BTreeSet::new();
        loop {
            let before = split.len();
            for (index, members) in self.members.iter().enumerate() {
                if let [one, other] = members[..] {
                    let differ = !self.same(&components[one].body, &components[other].body, &split);
                    if differ {
                        split.insert(index);
                    }
                }
            }
            if split.len() == before {
                return split;
            }
        }
    }

    /// Whether two bodies are equal; references are, when they lead to one type that has one schema.
    fn same(&self, one: &Value, other: &Value, split: &BTreeSet<usize>) -> bool {
        match (one, other) {
            (Value::String(a), Value::String(b)) => match (number(a), number(b)) {
                (Some(a), Some(b)) if a != b => {
                    let types = (self.of.get(&a), self.of.get(&b));
                    types.0 == types.1 && types.0.is_some_and(|index| !split.contains(index))
                }
                _ => a == b,
            },
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b, split))
            }
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .all(|(key, a)| b.get(key).is_some_and(|b| self.same(a, b, split)))
            }
            _ => one == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Schemas;
    use super::*;
    use serde_json::json;

    struct Node;
    struct Pot;

    fn object(members: &[(&str, Schema)]) -> Schema {
        let members: Map<String, Value> = members
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone().into()))
            .collect();
        Schema::of_type("object").with("properties", members)
    }

    #[test]
    fn titles_follow_python() {
        for (text, title) in [
            ("item id", "Item Id"),
            ("x-gate", "X-Gate"),
            ("ownerName", "Ownername"),
            ("a2b", "A2B"),
        ] {
            assert_eq!(title_case(text), title);
        }
        assert_eq!(
            Schema::of_type("string")
                .with_field_title(None, "owner_id")
                .get("title"),
            Some(&json!("Owner Id"))
        );
        let optional = Schema::any_of([Schema::reference("A"), Schema::of_type("null")]);
        assert_eq!(optional.clone().with_field_title(None, "a"), optional);
    }

    #[test]
    fn a_recursive_type_is_entered_once() {
        let mut schemas = Schemas::new();
        fn node(schemas: &mut Schemas) -> Schema {
            schemas.component::<Node>("Node", "app", |schemas| {
                let next = node(schemas);
                object(&[("next", next)])
            })
        }
        let mut document = Value::from(node(&mut schemas));
        let components = schemas.finish(&mut document);
        assert_eq!(document, json!({"$ref": "#/components/schemas/Node"}));
        assert_eq!(components["Node"]["properties"]["next"], document);
    }

    #[test]
    fn two_types_of_one_name_get_their_modules() {
        let mut schemas = Schemas::new();
        let one = schemas.component::<Node>("Item", "app::one", |_| Schema::of_type("string"));
        let two = schemas.component::<Pot>("Item", "app::two", |_| Schema::of_type("integer"));
        schemas.component::<u8>("Unused", "app", |_| Schema::any());
        let mut document = json!([Value::from(one), Value::from(two)]);
        let components = schemas.finish(&mut document);
        assert_eq!(
            components.keys().collect::<Vec<_>>(),
            ["app__one__Item", "app__two__Item"]
        );
        assert_eq!(document[1]["$ref"], "#/components/schemas/app__two__Item");
    }

    #[test]
    fn types_of_one_module_and_name_are_numbered() {
        let mut schemas = Schemas::new();
        let one = schemas.component::<Node>("Item", "app", |_| Schema::of_type("string"));
        let two = schemas.component::<Pot>("Item", "app", |_| Schema::of_type("integer"));
        let components = schemas.finish(&mut json!([Value::from(one), Value::from(two)]));
        assert_eq!(components.keys().collect::<Vec<_>>(), ["app__Item", "app__Item__1"]);
    }

    /// `Pot` holds a `Node`, which differs by direction when `differs`.
    fn both_ways(separate: bool, differs: bool) -> (Value, Vec<String>) {
        let mut schemas = Schemas::with_separate(separate);
        let mut one_way = |direction| {
            schemas.toward(direction, |schemas| {
                schemas.component::<Pot>("Pot", "app", |schemas| {
                    let output = schemas.direction() == Direction::Output;
                    let name = if differs && output { "string" } else { "number" };
                    let node = schemas.component::<Node>("Node", "app", |_| Schema::of_type(name));
                    object(&[("node", node)])
                })
            })
        };
        let mut document = json!([
            Value::from(one_way(Direction::Input)),
            Value::from(one_way(Direction::Output))
        ]);
        let components = schemas.finish(&mut document);
        (document, components.keys().cloned().collect())
    }

    #[test]
    fn directions_are_split_only_where_they_differ() {
        assert_eq!(both_ways(true, false).1, ["Node", "Pot"]);
        assert_eq!(
            both_ways(true, true).1,
            ["Node-Input", "Node-Output", "Pot-Input", "Pot-Output"]
        );
        assert_eq!(both_ways(false, true).1, ["Node", "Pot"]);
        let (document, _) = both_ways(true, true);
        assert_eq!(document[1]["$ref"], "#/components/schemas/Pot-Output");
    }

    #[test]
    fn the_frameworks_own_keep_their_name() {
        let mut schemas = Schemas::new();
        let theirs = schemas.component::<Node>("Body_x", "app", |_| Schema::of_type("string"));
        let ours = schemas.own_component("Body_x", Schema::of_type("object"));
        let mut document = json!([Value::from(theirs), Value::from(ours)]);
        let components = schemas.finish(&mut document);
        assert_eq!(components.keys().collect::<Vec<_>>(), ["Body_x", "app__Body_x"]);
        assert_eq!(document[1]["$ref"], "#/components/schemas/Body_x");
    }
}
