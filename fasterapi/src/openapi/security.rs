//! Security: what each operation asks for, and the schemes behind the names.

use serde_json::{Map, Value, json};

use super::{OperationSpec, SecurityRequirement};

/// `security` of one operation: alternatives, each a scheme with its scopes.
pub(super) fn requirements(security: &[SecurityRequirement]) -> Vec<Value> {
    let each = security.iter();
    each.map(|requirement| json!({ requirement.security.name.as_str(): requirement.scopes }))
        .collect()
}

/// `components.securitySchemes`, and the names that stand for two different schemes.
pub(super) fn schemes<'s>(operations: impl Iterator<Item = &'s OperationSpec>) -> (Map<String, Value>, Vec<String>) {
    let (mut schemes, mut problems) = (Map::new(), Vec::new());
    let shown = operations.filter(|spec| spec.attributes.inherited.include_in_schema);
    for requirement in shown.flat_map(|spec| &spec.security) {
        let name = &requirement.security.name;
        let definition = &requirement.security.definition;
        match schemes.get(name) {
            None => {
                schemes.insert(name.clone(), definition.clone());
            }
            Some(known) if known == definition => {}
            Some(_) => problems.push(format!(
                "two security schemes are called `{name}` in the document; give one of them a name of its own with \
                 `.scheme_name(..)`"
            )),
        }
    }
    problems.dedup();
    (schemes, problems)
}
