//! What is wrong with an operation's part of the document, found without making it.
//!
//! The document is written when it is first asked for, but its mistakes are those of the start. They are in the schemas of
//! parameters, bodies and answers; all else is put together from what cannot be wrong. What many routes have in common is
//! looked at once.

use std::collections::HashSet;

use crate::handler::ParamUse;
use crate::model::{Constraints, Direction, Group, Schemas};
use crate::response::ResponseDescription;

use super::{OperationSpec, ids, parameters, request_body, responses};

/// Looks at operations, and remembers what was found sound.
#[derive(Debug)]
pub(super) struct Check {
    schemas: Schemas,
    sound: HashSet<Part>,
}

/// A part of an operation that has the same schema wherever it stands: that of the functions at these addresses.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Part {
    /// What the attributes say of it, and its type.
    Input(usize, usize),
    Response(usize),
    Additional(usize),
}

impl Check {
    pub(super) fn new(separate_input_output_schemas: bool) -> Self {
        Self {
            schemas: Schemas::with_separate(separate_input_output_schemas),
            sound: HashSet::new(),
        }
    }

    /// What is wrong with the operation, in the order in which it is described.
    pub(super) fn problems(&mut self, spec: &OperationSpec) -> Vec<String> {
        let mut problems = Vec::new();
        self.operation(spec, &mut problems);
        problems
    }

    fn operation(&mut self, spec: &OperationSpec, problems: &mut Vec<String>) {
        if spec.attributes.inherited.unique_id.is_some() {
            // a function of the app's, which may fail
            let _id = ids::operation_id(spec);
        }
        for source in parameters::SOURCES {
            let params = spec.params.iter().filter(|param| param.source == source);
            for usage in params.map(|param| &param.usage) {
                self.input(usage, usage.group.as_ref(), problems);
            }
        }
        for body in &spec.bodies {
            self.input(body, request_body::side_by_side(body).filter(|_| spec.embed), problems);
        }
        if let Some(describe) = spec.response {
            self.once(Part::Response(describe as usize), problems, |schemas| {
                schemas.toward(Direction::Output, |schemas| {
                    describe(&mut ResponseDescription::default(), schemas);
                });
            });
        }
        for (_, response) in responses::declared(&spec.attributes.inherited.responses) {
            let Some(model) = response.model else { continue };
            self.once(Part::Additional(model as usize), problems, |schemas| {
                schemas.toward(Direction::Output, |schemas| model(schemas, &Constraints::NONE));
            });
        }
        for callback in &spec.callbacks {
            self.operation(callback, problems);
        }
    }

    /// A parameter or body; `group` when it stands for the fields of its model.
    fn input(&mut self, usage: &ParamUse, group: Option<&Group>, problems: &mut Vec<String>) {
        let param = usage.param;
        let schema = group.map_or(usage.schema as usize, |group| group.object as usize);
        let part = Part::Input(std::ptr::from_ref(param) as usize, schema);
        self.once(part, problems, |schemas| {
            schemas.toward(Direction::Input, |schemas| {
                schemas.within(param.name, |schemas| match group {
                    Some(group) => drop((group.object)(schemas)),
                    None => drop((usage.schema)(schemas, &param.constraints)),
                });
            });
            // The app's own expressions: who writes one that fails hears of it now.
            let own = [param.examples, param.openapi_examples, param.json_schema_extra];
            own.into_iter().flatten().for_each(|value| drop(value()));
            if let Some(default) = param.default.filter(|_| !usage.required) {
                drop(default());
            }
        });
    }

    /// Describes the part unless it is known to be sound.
    fn once(&mut self, part: Part, problems: &mut Vec<String>, describe: impl FnOnce(&mut Schemas)) {
        if self.sound.contains(&part) {
            return;
        }
        describe(&mut self.schemas);
        let found = self.schemas.take_problems();
        if found.is_empty() {
            self.sound.insert(part);
        }
        for problem in found {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
}
