//! [`SecurityScopes`]: what those who depend on a function ask of the client.

/// The scopes that `scopes = [..]` asks for on the way from the route to the function that takes this, outermost first,
/// each once.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::security::{OAuth2PasswordBearer, SecurityScopes};
///
/// #[dependency]
/// async fn user(
///     scopes: SecurityScopes,
///     #[security(OAuth2PasswordBearer::new("token"))] token: String,
/// ) -> Result<String, HttpError> {
///     match scopes.scopes().iter().all(|scope| token.contains(scope)) {
///         true => Ok(token),
///         false => Err(HttpError::forbidden("Not enough permissions")),
///     }
/// }
///
/// #[get("/items")]
/// async fn items(#[depends(user, scopes = ["items"])] user: String) -> String {
///     user
/// }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityScopes(Vec<&'static str>);

impl SecurityScopes {
    /// These scopes, to call a dependency from a test.
    pub fn new(scopes: impl IntoIterator<Item = &'static str>) -> Self {
        let mut known = Vec::new();
        for scope in scopes {
            if !known.contains(&scope) {
                known.push(scope);
            }
        }
        Self(known)
    }

    /// The scopes.
    pub fn scopes(&self) -> &[&'static str] {
        &self.0
    }

    /// The scopes with a space between them, as OAuth2 writes them.
    pub fn scope_str(&self) -> String {
        self.0.join(" ")
    }
}
