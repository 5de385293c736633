//! [`Description`]: what a handler or dependency needs and says of itself, gathered once in `build()`.

use std::any::TypeId;

use serde_json::Value;

use crate::dependency::{Dependency, Limit};
use crate::model::{Constraints, Group, Model, Place, Schema, Schemas};
use crate::params::{Argument, FileValue, Param, Source};
use crate::response::{ErrorDescription, Responder, ResponseDescription};
use crate::security::SecurityScheme;

/// One use of a parameter or body, with the schema of its type.
#[derive(Debug, Clone)]
pub struct ParamUse {
    /// What the attributes say.
    pub param: &'static Param,
    /// Whether the client must send it.
    pub required: bool,
    /// The type's schema.
    pub schema: fn(&mut Schemas, &Constraints) -> Schema,
    /// The fields, when it stands for one parameter each.
    pub group: Option<Group>,
    /// How the body holds it.
    pub encoding: Encoding,
    /// Of a file: whether its content is wanted in memory.
    pub in_memory: bool,
}

/// How the body holds an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON, or not in the body at all.
    Json,
    /// As a field of a form.
    Form,
    /// As a file in a form.
    File,
}

/// One use of a dependency, with its own description.
#[derive(Debug)]
pub struct DependencyNode {
    /// The companion type.
    pub id: TypeId,
    /// The function's name.
    pub name: &'static str,
    /// Whether its value may be shared by several users in one request.
    pub shareable: bool,
    /// Whether the declaration asks for sharing (`cache = true`, the default).
    pub cached: bool,
    /// The scopes the declaration asks for.
    pub scopes: &'static [&'static str],
    /// Whether it ends before the answer is sent: `scope = "function"`.
    pub ends_early: bool,
    /// What it needs itself.
    pub description: Description,
}

/// A security scheme as the document has it.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityUse {
    /// Its name.
    pub name: String,
    /// Its OpenAPI Security Scheme Object.
    pub definition: Value,
}

/// What a handler or dependency needs: in slot order its own parameters, then each dependency's.
#[derive(Debug, Default)]
pub struct Description {
    pub(crate) params: Vec<(usize, ParamUse)>,
    pub(crate) slots: usize,
    pub(crate) bodies: Vec<ParamUse>,
    pub(crate) dependencies: Vec<DependencyNode>,
    pub(crate) security: Option<SecurityUse>,
    pub(crate) leaves_work: bool,
    pub(crate) takes_request: bool,
    pub(crate) raw_body: bool,
    pub(crate) takes_websocket: bool,
    pub(crate) does_at_end: bool,
    pub(crate) limits: Vec<&'static Limit>,
    pub(crate) states: Vec<(TypeId, &'static str)>,
    pub(crate) errors: Vec<ErrorDescription>,
    pub(crate) response: Option<fn(&mut ResponseDescription, &mut Schemas)>,
}

impl Description {
    /// A path, query, header or cookie parameter: takes one slot.
    pub fn param<T: Model>(&mut self, param: &'static Param, has_default: bool) {
        self.params.push((self.slots, Self::usage::<T>(param, has_default)));
        self.slots += 1;
    }

    /// A body argument: takes no slot.
    pub fn body<T: Model>(&mut self, param: &'static Param, has_default: bool) {
        self.bodies.push(Self::usage::<T>(param, has_default));
    }

    /// A file of a form: takes no slot.
    pub fn file<F: FileValue>(&mut self, param: &'static Param, has_default: bool) {
        self.bodies.push(ParamUse {
            in_memory: F::IN_MEMORY,
            ..Self::usage::<F::Model>(param, has_default)
        });
    }

    /// All slots: its own, and those of what it depends on.
    pub(crate) fn total_slots(&self) -> usize {
        let dependencies = self.dependencies.iter();
        self.slots + dependencies.map(|node| node.description.total_slots()).sum::<usize>()
    }

    fn usage<T: Model>(param: &'static Param, has_default: bool) -> ParamUse {
        let required = !has_default && (param.required || T::absent().is_none());
        ParamUse {
            param,
            required,
            schema: T::schema,
            group: T::GROUP,
            encoding: match (param.source, T::PLACE) {
                (Source::Form, _) => Encoding::Form,
                (Source::File, _) | (Source::PathOrQuery, Place::File) => Encoding::File,
                _ => Encoding::Json,
            },
            in_memory: false,
        }
    }

    /// A plain argument, which may turn out to be a parameter, a body, or something the request hands out: takes one
    /// slot whatever it is, so that slots can be numbered before types are known.
    pub fn slot_argument<T: Argument>(&mut self, param: &'static Param, has_default: bool) {
        let before = self.slots;
        T::describe(param, has_default, self);
        self.slots = before + 1;
    }

    /// The body as it came, which the document says nothing of.
    pub fn raw_body(&mut self) {
        self.raw_body = true;
    }

    /// Something is left to do after the answer.
    pub fn leaves_work(&mut self) {
        self.leaves_work = true;
    }

    /// The WebSocket that the request asks for.
    #[cfg(feature = "websockets")]
    pub(crate) fn takes_websocket(&mut self) {
        self.takes_websocket = true;
    }

    /// It does something when the request is over.
    pub fn does_at_end(&mut self) {
        self.leaves_work = true;
        self.does_at_end = true;
    }

    /// It may hold a turn at `limit` until the request is over.
    pub fn limit(&mut self, limit: &'static Limit) {
        self.limits.push(limit);
    }

    /// The whole request goes to the function, which may ask whether the client is still there.
    pub(crate) fn takes_request(&mut self) {
        self.takes_request = true;
    }

    /// A value of the app's state.
    pub fn state<T: 'static>(&mut self) {
        self.states.push((TypeId::of::<T>(), std::any::type_name::<T>()));
    }

    /// A dependency and all it needs.
    pub fn dependency<D: Dependency>(&mut self, cached: bool, scopes: &'static [&'static str], ends_early: bool) {
        let mut description = Self::default();
        D::describe(&mut description);
        self.dependencies.push(DependencyNode {
            id: TypeId::of::<D>(),
            name: D::NAME,
            shareable: D::CLONE.is_some(),
            cached: cached && D::CACHE,
            scopes,
            ends_early,
            description,
        });
    }

    /// A security scheme: like a dependency on whoever sent the request.
    pub fn security(&mut self, scheme: &impl SecurityScheme, scopes: &'static [&'static str]) {
        let security = SecurityUse {
            name: scheme.scheme_name().into_owned(),
            definition: scheme.description(),
        };
        self.dependencies.push(DependencyNode {
            id: TypeId::of::<SecurityUse>(),
            name: "security",
            shareable: true,
            cached: false,
            scopes,
            ends_early: false,
            description: Self {
                security: Some(security),
                ..Self::default()
            },
        });
    }

    /// What the function returns.
    pub fn responds<R: Responder>(&mut self) {
        self.response = Some(R::describe);
        R::describe_errors(&mut self.errors);
    }
}
