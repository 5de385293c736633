//! [`Overrides`]: what stands in for dependencies, in tests.

use std::any::{Any, TypeId};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::Dependency;
use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::response::Abort;

type Value = Box<dyn Any + Send>;
type Later<'a> = Pin<Box<dyn Future<Output = Result<Option<Value>, Abort>> + Send + 'a>>;

/// What stands in for a dependency.
#[derive(Clone)]
pub(crate) enum StandIn {
    /// Another dependency, with parameters of its own.
    Dependency(&'static Other),
    /// A function of the test's.
    Value(Arc<dyn Fn() -> Value + Send + Sync>),
}

/// A dependency that stands in for one of the same type.
pub(crate) struct Other {
    name: &'static str,
    describe: fn(&mut Description),
    run: for<'a> fn(&'a mut Scope, &'a mut Errors, usize) -> Later<'a>,
    waits: bool,
    slots: usize,
}

/// The [`Other`] of each dependency.
struct Erased<D>(std::marker::PhantomData<D>);

impl<D: Dependency> Erased<D> {
    const OTHER: Other = Other {
        name: D::NAME,
        describe: D::describe,
        run: |scope, errors, slot| {
            Box::pin(async move {
                let value = D::resolve(scope, errors, slot).await?;
                Ok(value.map(|value| Box::new(value) as Value))
            })
        },
        waits: !D::NEVER_WAITS,
        slots: D::SLOTS,
    };
}

impl StandIn {
    /// The dependency `D`.
    pub(crate) fn dependency<D: Dependency>() -> Self {
        Self::Dependency(const { &Erased::<D>::OTHER })
    }

    /// What `value` gives, anew for each request.
    pub(crate) fn value<T: Send + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::Value(Arc::new(move || Box::new(value())))
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Dependency(other) => other.name,
            Self::Value(_) => "a value",
        }
    }

    pub(crate) fn waits(&self) -> bool {
        match self {
            Self::Dependency(other) => other.waits,
            Self::Value(_) => false,
        }
    }

    /// How many parameter slots it takes.
    pub(crate) fn slots(&self) -> usize {
        match self {
            Self::Dependency(other) => other.slots,
            Self::Value(_) => 0,
        }
    }

    pub(crate) fn description(&self) -> Description {
        let mut description = Description::default();
        if let Self::Dependency(other) = self {
            (other.describe)(&mut description);
        }
        description
    }

    /// Its value, as that of the dependency `D`, whose type it has.
    pub(super) async fn resolve<D: Dependency>(
        &self,
        scope: &mut Scope,
        errors: &mut Errors,
        slot: usize,
    ) -> Result<Option<D::Output>, Abort> {
        let value = match self {
            Self::Dependency(other) => (other.run)(scope, errors, slot).await?,
            Self::Value(value) => Some(value()),
        };
        Ok(value.and_then(|value| value.downcast().ok()).map(|value| *value))
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What stands in for dependencies, by the companions of these.
#[derive(Debug, Default)]
pub(crate) struct Overrides(Vec<(TypeId, StandIn)>);

impl Overrides {
    /// Puts `stand_in` in the place of `id`; of several the last counts.
    pub(crate) fn insert(&mut self, id: TypeId, stand_in: StandIn) {
        self.0.retain(|(known, _)| *known != id);
        self.0.push((id, stand_in));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<&StandIn> {
        self.0
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, stand_in)| stand_in)
    }
}
