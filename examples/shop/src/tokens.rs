//! Tokens: what they say, who makes them, and the dependencies that read them.

use std::time::Duration;

use fasterapi::prelude::*;
use fasterapi::security::jwt::{JwtAlgorithm, JwtKey, JwtKeyError, JwtSigner, JwtVerifier};
use fasterapi::security::{AccessToken, OAuth2PasswordBearer, SecurityScopes};

use crate::accounts::Accounts;
use crate::models::User;

/// How long a token is good.
const LIFE: Duration = Duration::from_secs(30 * 60);

/// What handlers take as `State<Tokens>`: makes tokens, and judges them.
#[derive(Debug)]
pub struct Tokens {
    signer: JwtSigner,
    verifier: JwtVerifier,
}

/// What a token says.
#[model]
struct Claims {
    sub: String,
    scopes: Vec<String>,
}

impl Tokens {
    /// Tokens signed with the secret in `SHOP_SECRET`. Without one they end with the program.
    ///
    /// # Errors
    /// When the secret is too short.
    pub fn from_env() -> Result<Self, JwtKeyError> {
        let key = match std::env::var("SHOP_SECRET") {
            Ok(secret) => JwtKey::secret(secret)?,
            Err(_) => JwtKey::generate()?,
        };
        Ok(Self {
            signer: JwtSigner::new(JwtAlgorithm::HS256, key.clone())?.expires_in(LIFE),
            verifier: JwtVerifier::new([JwtAlgorithm::HS256], [key])?,
        })
    }

    /// A token for this user, with those of the scopes asked for that the user has; with all of them when none is.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn issue(&self, user: &User, asked: &[String]) -> Result<AccessToken, JwtKeyError> {
        let mut scopes = user.scopes.clone();
        scopes.retain(|scope| asked.is_empty() || asked.contains(scope));
        let sub = user.username.clone();
        self.signer.access_token(&Claims { sub, scopes })
    }
}

fn oauth2() -> OAuth2PasswordBearer {
    OAuth2PasswordBearer::new("token").scopes([
        ("me", "See what the shop knows of you."),
        ("shelves", "Change the shelves: for staff."),
    ])
}

/// The user whose token it is, if the token allows what is asked for on the way here.
#[dependency]
pub async fn current_user(
    scopes: SecurityScopes,
    #[security(oauth2())] token: String,
    tokens: State<Tokens>,
    accounts: State<Accounts>,
) -> Result<User, HttpError> {
    let claims: Claims = tokens.verifier.verify(&token)?;
    let user = accounts.find(&claims.sub).ok_or_else(|| {
        HttpError::unauthorized("Could not validate credentials").header("WWW-Authenticate", "Bearer")
    })?;
    if scopes
        .scopes()
        .iter()
        .all(|scope| claims.scopes.iter().any(|had| had == scope))
    {
        return Ok(user.clone());
    }
    let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scopes.scope_str());
    Err(HttpError::forbidden("Not enough permissions").header("WWW-Authenticate", challenge))
}

/// Lets only staff go on.
#[dependency]
pub async fn staff(#[depends(current_user, scopes = ["shelves"])] _user: User) {}
