//! Who works and shops here, in memory.

use fasterapi::security::password::{PasswordError, PasswordHasher};

use crate::models::User;

/// What handlers take as `State<Accounts>`: the users, each with a hash of their password.
#[derive(Debug)]
pub struct Accounts {
    hasher: PasswordHasher,
    accounts: Vec<Account>,
}

#[derive(Debug)]
struct Account {
    user: User,
    password_hash: String,
}

impl Accounts {
    /// Ada, a customer, whose password is `lovelace`, and Grace, of the staff, whose password is `hopper`.
    ///
    /// # Errors
    /// When a password cannot be hashed.
    pub fn with_samples() -> Result<Self, PasswordError> {
        let hasher = PasswordHasher::new();
        let samples: [(&str, &str, &str, &[&str]); 2] = [
            ("ada", "Ada Lovelace", "lovelace", &["me"]),
            ("grace", "Grace Hopper", "hopper", &["me", "shelves"]),
        ];
        let accounts = samples.map(|(username, full_name, password, scopes)| {
            Ok(Account {
                user: User {
                    username: username.into(),
                    full_name: full_name.into(),
                    scopes: scopes.iter().map(ToString::to_string).collect(),
                },
                password_hash: hasher.hash_blocking(password)?,
            })
        });
        let accounts = accounts.into_iter().collect::<Result<_, _>>()?;
        Ok(Self { hasher, accounts })
    }

    /// The user of this name.
    pub fn find(&self, username: &str) -> Option<&User> {
        self.account(username).map(|account| &account.user)
    }

    /// The user of this name, if this is the password. An unknown name takes as long as a wrong password.
    ///
    /// # Errors
    /// When the password cannot be compared.
    pub async fn log_in(&self, username: &str, password: String) -> Result<Option<&User>, PasswordError> {
        let account = self.account(username);
        let hash = account.map(|account| account.password_hash.as_str());
        let is_right = self.hasher.verify(password, hash).await?;
        Ok(account.filter(|_| is_right).map(|account| &account.user))
    }

    fn account(&self, username: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.user.username == username)
    }
}
