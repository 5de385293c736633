//! [`PasswordHasher`]: passwords are kept as hashes alone.

use std::error::Error;
use std::fmt;
use std::hint::black_box;
use std::sync::Arc;
use std::thread::available_parallelism;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Makes Argon2id hashes of passwords, and compares with them.
///
/// Both take tens of milliseconds of a processor on purpose, so they run on the blocking pool, as many at once as there
/// are processors; the rest waits. Make one hasher, and share it as [`State`](crate::State).
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use fasterapi::security::password::PasswordHasher;
///
/// let hasher = PasswordHasher::new();
/// let hash = hasher.hash("correct horse").await?;
/// assert!(hash.starts_with("$argon2id$"));
/// assert!(hasher.verify("correct horse", Some(&hash)).await?);
/// assert!(!hasher.verify("battery staple", Some(&hash)).await?);
/// # Ok::<(), fasterapi::security::password::PasswordError>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    params: Params,
    places: Arc<Semaphore>,
}

impl Default for PasswordHasher {
    fn default() -> Self {
        Self::of(Params::DEFAULT)
    }
}

impl PasswordHasher {
    /// With the costs that OWASP recommends: 19 MiB of memory, 2 passes, 1 lane.
    pub fn new() -> Self {
        Self::default()
    }

    /// With other costs: memory in KiB, passes over it, and lanes (RFC 9106, section 3.1).
    ///
    /// # Errors
    /// When there is no pass or no lane, or less than 8 KiB for each lane.
    pub fn with_costs(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, PasswordError> {
        let params = Params::new(memory_kib, passes, lanes, None);
        let params = params.map_err(|error| PasswordError(format!("these costs are not possible: {error}")))?;
        Ok(Self::of(params))
    }

    /// A hash of this password, with a new salt, as a text that holds all that [`verify`](Self::verify) needs.
    ///
    /// # Errors
    /// When the operating system has no random numbers, or the runtime is ending.
    pub async fn hash(&self, password: impl Into<String>) -> Result<String, PasswordError> {
        let (hasher, password) = (self.clone(), password.into());
        self.aside(move || hasher.hash_blocking(&password)).await?
    }

    /// Whether this is the password of `hash`. Give `None` for a user who is not known: the answer is no, and takes as
    /// long, so that nobody finds out by the clock which users there are.
    ///
    /// # Errors
    /// When `hash` is no Argon2 hash, or the runtime is ending.
    pub async fn verify(&self, password: impl Into<String>, hash: Option<&str>) -> Result<bool, PasswordError> {
        let (hasher, password, hash) = (self.clone(), password.into(), hash.map(str::to_owned));
        self.aside(move || hasher.verify_blocking(&password, hash.as_deref()))
            .await?
    }

    /// As [`hash`](Self::hash), on this thread: for programs and tests without a runtime.
    ///
    /// # Errors
    /// When the operating system has no random numbers.
    pub fn hash_blocking(&self, password: &str) -> Result<String, PasswordError> {
        let hash = self.argon2().hash_password(password.as_bytes());
        let hash = hash.map_err(|error| PasswordError(format!("the password could not be hashed: {error}")))?;
        Ok(hash.to_string())
    }

    /// As [`verify`](Self::verify), on this thread: for programs and tests without a runtime.
    ///
    /// # Errors
    /// When `hash` is no Argon2 hash.
    pub fn verify_blocking(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let Some(hash) = hash else {
            let _ = black_box(self.hash_blocking(password)?);
            return Ok(false);
        };
        let no_hash = |error: &dyn fmt::Display| PasswordError(format!("this is no Argon2 hash: {error}"));
        let hash = PasswordHash::new(hash).map_err(|error| no_hash(&error))?;
        match self.argon2().verify_password(password.as_bytes(), &hash) {
            Ok(()) => Ok(true),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(error) => Err(no_hash(&error)),
        }
    }

    /// Whether a hash should be made anew, when next its password is known: it is no Argon2id hash, or was made with
    /// other costs.
    pub fn needs_rehash(&self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else {
            return true;
        };
        let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        let is_current = hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
            && hash.version == Some(Version::V0x13.into())
            && Params::try_from(&hash).is_ok_and(|params| costs(&params) == costs(&self.params));
        !is_current
    }

    fn of(params: Params) -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self {
            params,
            places: Arc::new(Semaphore::new(processors)),
        }
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    /// Runs on the blocking pool. The place is free when the work is done, even if nobody waits for it any more.
    async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let ending = |error: &dyn fmt::Display| PasswordError(format!("the password was not looked at: {error}"));
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|error| ending(&error))?;
        let work = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(place);
            result
        });
        work.await.map_err(|error| ending(&error))
    }
}

/// Why a password could be neither hashed nor compared. As the error of a handler it is a 500, told to the log alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordError(String);

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for PasswordError {}
