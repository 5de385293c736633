//! [`Handler`]: the companion type of a function marked with `#[get]` and its kin.

use super::{Answer, Description, RouteAttributes, Scope};

/// The companion of a route function; `routes![read_item]` and [`Route::of`](crate::Route::of) take it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "not marked with `#[get(..)]` or one of its kin",
    note = "put `#[get(\"/path\")]` on the function"
)]
pub trait Handler: 'static {
    /// How many parameter slots the function and its dependencies take in the route's plan.
    const SLOTS: usize;

    /// What the attribute says.
    fn attributes() -> RouteAttributes;

    /// The arguments, dependencies and answer.
    fn describe(description: &mut Description);

    /// Takes the arguments from the request, calls the function, makes the answer.
    fn call(scope: Scope) -> Answer;
}
