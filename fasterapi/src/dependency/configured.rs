//! [`Configured`]: a type whose instances are dependencies.

use std::future::Future;
use std::sync::LazyLock;

use super::Dependency;
use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::response::Abort;

/// A type with a method that is a dependency: `#[dependency]` on its `impl` block. A `#[dependency] static` of the type
/// is then a dependency, each with the values of its own fields: FastAPI's dependencies with parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no method that is a dependency",
    label = "no `#[dependency] impl` of this type",
    note = "write `#[dependency] impl {Self} {{ async fn call(&self, ..) -> T {{ .. }} }}`"
)]
pub trait Configured: Send + Sync + 'static {
    /// What the method gives; of a `Result`, the `Ok` side.
    type Output: Send + 'static;

    /// How to give its value to a second user in the same request.
    #[allow(clippy::type_complexity)] // as in `Dependency`
    const CLONE: Option<fn(&Self::Output) -> Self::Output>;

    /// Whether its value depends on the scopes its users ask for.
    const USES_SCOPES: bool = false;

    /// Whether neither it nor what it depends on ever waits.
    const NEVER_WAITS: bool;

    /// How many parameter slots it and its dependencies take.
    const SLOTS: usize;

    /// What it needs.
    fn describe(description: &mut Description);

    /// Takes the method's arguments from the request and calls it; as
    /// [`Dependency::resolve`](super::Dependency::resolve).
    fn resolve<'a>(
        &'static self,
        scope: &'a mut Scope,
        errors: &'a mut Errors,
        slot: usize,
    ) -> impl Future<Output = Result<Option<Self::Output>, Abort>> + Send + 'a;
}

/// One that is made when it is needed first.
#[diagnostic::do_not_recommend]
impl<T: Configured> Configured for LazyLock<T> {
    type Output = T::Output;

    const CLONE: Option<fn(&Self::Output) -> Self::Output> = T::CLONE;

    const USES_SCOPES: bool = T::USES_SCOPES;

    const NEVER_WAITS: bool = T::NEVER_WAITS;

    const SLOTS: usize = T::SLOTS;

    fn describe(description: &mut Description) {
        T::describe(description);
    }

    fn resolve<'a>(
        &'static self,
        scope: &'a mut Scope,
        errors: &'a mut Errors,
        slot: usize,
    ) -> impl Future<Output = Result<Option<Self::Output>, Abort>> + Send + 'a {
        T::resolve(self, scope, errors, slot)
    }
}

/// The companion of a `#[dependency] static`, and so a dependency: that of its value.
pub trait Instance: Send + Sync + 'static {
    /// The type of the static.
    type Value: Configured;

    /// As [`Dependency::NAME`].
    const NAME: &'static str;

    /// As [`Dependency::CACHE`].
    const CACHE: bool;

    /// The static.
    fn value() -> &'static Self::Value;
}

// Once for all of them, so that a type without the method is one mistake, told at the static.
#[diagnostic::do_not_recommend]
impl<I: Instance> Dependency for I {
    type Output = <I::Value as Configured>::Output;

    const NAME: &'static str = I::NAME;

    const CACHE: bool = I::CACHE;

    const CLONE: Option<fn(&Self::Output) -> Self::Output> = <I::Value as Configured>::CLONE;

    const USES_SCOPES: bool = <I::Value as Configured>::USES_SCOPES;

    const NEVER_WAITS: bool = <I::Value as Configured>::NEVER_WAITS;

    const SLOTS: usize = <I::Value as Configured>::SLOTS;

    fn describe(description: &mut Description) {
        <I::Value as Configured>::describe(description);
    }

    fn resolve<'a>(
        scope: &'a mut Scope,
        errors: &'a mut Errors,
        slot: usize,
    ) -> impl Future<Output = Result<Option<Self::Output>, Abort>> + Send + 'a {
        <I::Value as Configured>::resolve(I::value(), scope, errors, slot)
    }
}
