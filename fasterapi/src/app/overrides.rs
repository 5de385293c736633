//! The builder's methods for stand-ins.

use std::any::TypeId;

use super::App;
use crate::dependency::{Dependency, StandIn};

impl App {
    /// Lets the dependency `R` stand in for `D` wherever it is used, on routes, routers and in other dependencies:
    /// FastAPI's `app.dependency_overrides[d] = r`. For tests; a client made of an app has its overrides.
    ///
    /// `R` gives what `D` gives, or it does not compile. Its parameters are read from the request, while the document
    /// goes on to show those of `D`.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    /// use fasterapi::testing::TestClient;
    ///
    /// #[dependency]
    /// async fn user(#[header] x_token: String) -> String {
    ///     format!("the owner of {x_token}")
    /// }
    ///
    /// #[dependency]
    /// async fn test_user(#[query(default = "tester")] name: String) -> String {
    ///     name
    /// }
    ///
    /// #[get("/me")]
    /// async fn me(#[depends(user)] user: String) -> String {
    ///     user
    /// }
    ///
    /// # fn main() {
    /// let app = App::new().routes(routes![me]);
    /// let client = TestClient::new(app.override_dependency::<user, test_user>()).unwrap();
    /// assert_eq!(client.get("/me").send().json::<String>(), "tester");
    /// # }
    /// ```
    pub fn override_dependency<D, R>(mut self) -> Self
    where
        D: Dependency,
        R: Dependency<Output = D::Output>,
    {
        self.overrides.insert(TypeId::of::<D>(), StandIn::dependency::<R>());
        self
    }

    /// As [`override_dependency`](Self::override_dependency), with a value: `value` is called for each request that
    /// needs it.
    pub fn override_dependency_with<D: Dependency>(
        mut self,
        value: impl Fn() -> D::Output + Send + Sync + 'static,
    ) -> Self {
        self.overrides.insert(TypeId::of::<D>(), StandIn::value(value));
        self
    }
}
