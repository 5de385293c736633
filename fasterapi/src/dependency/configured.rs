//! [`Configured`]: a type whose instances are dependencies.

use std::future::Future;
use std::sync::LazyLock;

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
