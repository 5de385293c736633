//! Tokens: signed, verified, refused, and taken as credentials (SEC-19, SEC-20, SEC-21, SEC-28).

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fasterapi::prelude::*;
use fasterapi::security::jwt::JwtAlgorithm::{self, ES256, EdDSA, HS256, HS384, HS512, PS256, RS256, RS512};
use fasterapi::security::jwt::{JwtBearer, JwtError, JwtKey, JwtKeyError, JwtSigner, JwtVerifier};
use fasterapi::security::{AccessToken, OAuth2PasswordBearer};

use crate::client;

const SECRET: &str = "a secret of at least 32 bytes, for tests";
const RSA: &str = include_str!("keys/rsa-private.pem");
const RSA_PUBLIC: &str = include_str!("keys/rsa-public.pem");
const RSA_SHORT: &str = include_str!("keys/rsa-short-public.pem");
const EC: &str = include_str!("keys/ec-private.pem");
const EC_PUBLIC: &str = include_str!("keys/ec-public.pem");
const ED: &str = include_str!("keys/ed-private.pem");
const ED_PUBLIC: &str = include_str!("keys/ed-public.pem");

fn secret() -> JwtKey {
    JwtKey::secret(SECRET).unwrap()
}

fn signer() -> JwtSigner {
    JwtSigner::new(HS256, secret()).unwrap()
}

fn verifier() -> JwtVerifier {
    JwtVerifier::new([HS256], [secret()]).unwrap()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Whether a token with these claims is good at second 1000.
fn judge(verifier: &JwtVerifier, claims: Value) -> Result<Value, JwtError> {
    verifier.verify_at(&signer().sign_at(&claims, at(1000)).unwrap(), at(1000))
}

#[test]
fn every_algorithm_signs_what_it_verifies() {
    let pairs = [
        (HS256, secret(), secret()),
        (HS384, secret(), secret()),
        (HS512, secret(), secret()),
        (
            RS256,
            JwtKey::private_pem(RSA).unwrap(),
            JwtKey::public_pem(RSA_PUBLIC).unwrap(),
        ),
        (
            RS512,
            JwtKey::private_pem(RSA).unwrap(),
            JwtKey::public_pem(RSA_PUBLIC).unwrap(),
        ),
        (
            PS256,
            JwtKey::private_pem(RSA).unwrap(),
            JwtKey::public_pem(RSA_PUBLIC).unwrap(),
        ),
        (
            ES256,
            JwtKey::private_pem(EC).unwrap(),
            JwtKey::public_pem(EC_PUBLIC).unwrap(),
        ),
        (
            EdDSA,
            JwtKey::private_pem(ED).unwrap(),
            JwtKey::public_pem(ED_PUBLIC).unwrap(),
        ),
    ];
    for (algorithm, private, public) in pairs {
        let token = JwtSigner::new(algorithm, private)
            .unwrap()
            .sign(&json!({"sub": "ann"}))
            .unwrap();
        let verifier = JwtVerifier::new([algorithm], [public]).unwrap();
        let claims: Value = verifier.verify(&token).unwrap();
        assert_eq!(claims["sub"], "ann", "{algorithm}");
        let (head, signature) = token.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { 'B' } else { 'A' };
        let forged = format!("{head}.{first}{}", &signature[1..]);
        assert_eq!(
            verifier.verify::<Value>(&forged),
            Err(JwtError::Signature),
            "{algorithm}"
        );
    }
}

#[test]
fn a_signer_adds_what_is_missing() {
    let signer = signer()
        .issuer("shop")
        .audience("api")
        .expires_in(Duration::from_secs(90));
    let verifier = verifier().issuer("shop").audience("api").require(["sub"]);
    let token = signer.sign_at(&json!({"sub": "ann"}), at(1000)).unwrap();
    let claims: Value = verifier.verify_at(&token, at(1089)).unwrap();
    assert_eq!(
        claims,
        json!({"sub": "ann", "iss": "shop", "aud": "api", "iat": 1000, "exp": 1090})
    );
    assert_eq!(verifier.verify_at::<Value>(&token, at(1090)), Err(JwtError::Expired));
    let own = signer.sign_at(&json!({"iss": "me", "exp": 5000}), at(1000)).unwrap();
    let claims: Value = self::verifier().audience("api").verify_at(&own, at(4999)).unwrap();
    assert_eq!((&claims["iss"], &claims["exp"]), (&json!("me"), &json!(5000)));
    let error = signer.sign(&["no object"]).unwrap_err();
    assert_eq!(error.to_string(), "the claims of a token are an object");
}

#[test]
fn claims_are_judged() {
    let strict = verifier()
        .audience("api")
        .audience("web")
        .issuer("shop")
        .require(["sub"]);
    let good = json!({"sub": "ann", "aud": ["other", "web"], "iss": "shop"});
    assert!(judge(&strict, good.clone()).is_ok());
    let wrong = |claim: &str, value: Value| {
        let mut claims = good.clone();
        claims[claim] = value;
        judge(&strict, claims).unwrap_err()
    };
    let is = |claim: &str| JwtError::WrongClaim(claim.to_owned());
    assert_eq!(wrong("aud", json!("app")), is("aud"));
    assert_eq!(wrong("aud", json!(["api", 1])), is("aud"));
    assert_eq!(wrong("iss", json!(["shop"])), is("iss"));
    assert_eq!(wrong("sub", json!(1)), is("sub"));
    assert_eq!(wrong("nbf", json!("0")), is("nbf"));
    assert_eq!(wrong("exp", json!(true)), is("exp"));
    assert_eq!(wrong("nbf", json!(1001)), JwtError::NotYetValid);
    assert_eq!(wrong("iat", json!(1000.5)), JwtError::NotYetValid);
    let missing = judge(&strict, json!({"aud": "api", "iss": "shop"}));
    assert_eq!(missing, Err(JwtError::MissingClaim("sub".into())));
    assert_eq!(
        judge(&verifier(), json!({"aud": "api"})),
        Err(is("aud")),
        "nobody asked for an audience"
    );
    let late = json!({"sub": "ann", "exp": 990});
    assert_eq!(judge(&verifier(), late.clone()), Err(JwtError::Expired));
    assert!(judge(&verifier().leeway(Duration::from_secs(11)), late.clone()).is_ok());
    assert_eq!(
        judge(&verifier().leeway(Duration::from_secs(10)), late),
        Err(JwtError::Expired)
    );
    assert!(judge(&verifier().leeway(Duration::from_secs(10)), json!({"nbf": 1010})).is_ok());
}

#[derive(Debug, PartialEq, Deserialize)]
struct Claims {
    sub: String,
    scopes: Vec<String>,
}

#[test]
fn claims_are_of_the_type_asked_for() {
    let token = signer().sign(&json!({"sub": "ann", "scopes": ["a"]})).unwrap();
    let claims: Claims = verifier().verify(&token).unwrap();
    assert_eq!(
        claims,
        Claims {
            sub: "ann".into(),
            scopes: vec!["a".into()]
        }
    );
    let token = signer().sign(&json!({"sub": "ann"})).unwrap();
    let error = verifier().verify::<Claims>(&token).unwrap_err();
    assert_eq!(error.to_string(), "the claims do not fit: missing field `scopes`");
}

/// A token with this header and these claims, signed with [`SECRET`].
fn raw(header: &str, claims: &str) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
    use hmac::{Hmac, KeyInit, Mac};
    let message = format!("{}.{}", BASE64.encode(header), BASE64.encode(claims));
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    format!("{message}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

#[test]
fn headers_are_judged() {
    let far = r#"{"exp":99999999999}"#;
    let verify = |header: &str, claims: &str| verifier().verify::<Value>(&raw(header, claims)).map(drop);
    assert_eq!(verify(r#"{"alg":"HS256"}"#, far), Ok(()));
    assert_eq!(
        verify(r#"{"alg":"HS256","kid":"any"}"#, far),
        Ok(()),
        "the only key has no name"
    );
    assert_eq!(
        verify(r#"{"alg":"HS256","crit":[]}"#, far),
        Err(JwtError::UnknownExtension)
    );
    assert_eq!(
        verify(r#"{"alg":"HS256","b64":false}"#, far),
        Err(JwtError::UnknownExtension)
    );
    assert_eq!(verify(r#"{"alg":"HS256","kid":7}"#, far), Err(JwtError::Malformed));
    assert_eq!(verify(r#"{"alg":"none","alg":"HS256"}"#, far), Err(JwtError::Malformed));
    assert_eq!(
        verify(r#"{"alg":"HS256"}"#, r#"{"exp":1,"exp":99999999999}"#),
        Err(JwtError::Malformed)
    );
    assert_eq!(verify(r#"{"alg":"hs256"}"#, far), Err(JwtError::Algorithm));
    assert_eq!(verify(r#"{"alg":"none"}"#, far), Err(JwtError::Algorithm));
    assert_eq!(verify(r#"{}"#, far), Err(JwtError::Malformed));
    let good = raw(r#"{"alg":"HS256"}"#, far);
    for broken in [
        format!("{good}="),
        format!(" {good}"),
        format!("{good}\n"),
        good.replace('.', ".."),
    ] {
        assert_eq!(
            verifier().verify::<Value>(&broken),
            Err(JwtError::Malformed),
            "{broken:?}"
        );
    }
}

#[test]
fn a_token_names_its_key() {
    let named = |id: &str, secret: &str| JwtKey::secret(secret).unwrap().id(id);
    let other = "another secret of at least 32 bytes, too";
    let verifier = JwtVerifier::new([HS256], [named("new", SECRET), named("old", other)]).unwrap();
    let sign = |key: JwtKey| JwtSigner::new(HS256, key).unwrap().sign(&json!({})).unwrap();
    assert!(verifier.verify::<Value>(&sign(named("new", SECRET))).is_ok());
    assert!(verifier.verify::<Value>(&sign(named("old", other))).is_ok());
    assert!(verifier.verify::<Value>(&sign(JwtKey::secret(other).unwrap())).is_ok());
    let refused = |key| verifier.verify::<Value>(&sign(key)).unwrap_err();
    assert_eq!(refused(named("old", SECRET)), JwtError::Signature);
    assert_eq!(refused(named("unheard-of", SECRET)), JwtError::UnknownKey);
    assert_eq!(refused(JwtKey::secret([7; 32]).unwrap()), JwtError::Signature);
}

#[test]
fn a_key_is_used_with_its_own_algorithms_alone() {
    let verifier = JwtVerifier::new([HS256, RS256], [JwtKey::public_pem(RSA_PUBLIC).unwrap()]).unwrap();
    let token = JwtSigner::new(RS256, JwtKey::private_pem(RSA).unwrap())
        .unwrap()
        .sign(&json!({}))
        .unwrap();
    assert!(verifier.verify::<Value>(&token).is_ok());
    assert_eq!(
        verifier.verify::<Value>(&signer().sign(&json!({})).unwrap()),
        Err(JwtError::Algorithm)
    );
}

#[test]
fn keys_of_a_jwk_set() {
    let set: Value = serde_json_from(include_str!("keys/jwks.json"));
    let keys = JwtKey::jwk_set(&set).unwrap();
    assert_eq!(format!("{keys:?}"), r#"[JwtKey("rsa-1"), JwtKey("ec-1")]"#);
    let verifier = JwtVerifier::new([RS256, RS512, ES256], keys).unwrap();
    let sign = |algorithm, pem: &str, id: &str| {
        let signer = JwtSigner::new(algorithm, JwtKey::private_pem(pem).unwrap().id(id)).unwrap();
        verifier.verify::<Value>(&signer.sign(&json!({})).unwrap()).map(drop)
    };
    assert_eq!(sign(RS256, RSA, "rsa-1"), Ok(()));
    assert_eq!(sign(ES256, EC, "ec-1"), Ok(()));
    assert_eq!(
        sign(RS512, RSA, "rsa-1"),
        Err(JwtError::Algorithm),
        "the key says RS256"
    );
    assert_eq!(sign(RS256, RSA, "enc-1"), Err(JwtError::UnknownKey));
    let none = JwtKey::jwk_set(&json!({"keys": [{"kty": "oct", "k": "c2hvcnQ"}]})).unwrap_err();
    assert_eq!(none.to_string(), "none of the keys in this JWK Set can be used");
    assert!(
        JwtKey::jwk_set(&json!([]))
            .unwrap_err()
            .to_string()
            .contains("no list `keys`")
    );
}

fn serde_json_from(text: &str) -> Value {
    text.parse().unwrap()
}

#[test]
fn keys_that_are_none_are_refused() {
    let problem = |result: Result<JwtKey, JwtKeyError>| match result {
        Ok(key) => panic!("{key:?} is accepted"),
        Err(error) => error.to_string(),
    };
    assert_eq!(
        problem(JwtKey::secret("secret")),
        "the secret has 6 bytes, but must have at least 32"
    );
    assert!(problem(JwtKey::secret(RSA_PUBLIC)).starts_with("a key in PEM is not a secret"));
    assert!(problem(JwtKey::public_pem(RSA)).starts_with("this is not a public key"));
    assert!(problem(JwtKey::private_pem(EC_PUBLIC)).starts_with("this is not a private key"));
    assert!(problem(JwtKey::public_pem("nonsense PUBLIC KEY-----")).starts_with("this is not a public key"));
    assert_eq!(
        problem(JwtKey::public_pem(RSA_SHORT)),
        "an RSA key must have at least 2048 bits"
    );
    let wrong = JwtSigner::new(HS256, JwtKey::private_pem(RSA).unwrap())
        .unwrap_err()
        .to_string();
    assert!(wrong.starts_with("the key is not for HS256"), "{wrong}");
    let public = JwtSigner::new(RS256, JwtKey::public_pem(RSA_PUBLIC).unwrap()).unwrap_err();
    assert_eq!(public.to_string(), "a public key verifies, and does not sign");
    let verifier = |algorithms: &[JwtAlgorithm], keys: Vec<JwtKey>| {
        JwtVerifier::new(algorithms.iter().copied(), keys)
            .unwrap_err()
            .to_string()
    };
    assert!(verifier(&[RS256], vec![JwtKey::private_pem(RSA).unwrap()]).contains("give the verifier the public key"));
    assert_eq!(
        verifier(&[RS256], vec![secret().id("a")]),
        "the key \"a\" is for none of the algorithms that are allowed"
    );
    assert!(verifier(&[], vec![secret()]).contains("none of the algorithms"));
    assert_eq!(verifier(&[HS256], vec![]), "a verifier needs at least one key");
    assert!("none".parse::<JwtAlgorithm>().is_err());
    assert_eq!(format!("{:?}", secret()), "JwtKey");
}

static BEARER: LazyLock<JwtBearer<Claims>> = LazyLock::new(|| JwtBearer::new(verifier()));

#[get("/me")]
async fn me(#[security(&*BEARER)] claims: Claims) -> String {
    claims.sub
}

#[get("/maybe")]
async fn maybe(#[security(&*BEARER)] claims: Option<Claims>) -> Option<String> {
    claims.map(|claims| claims.sub)
}

#[dependency]
async fn claims(
    #[security(OAuth2PasswordBearer::new("token"))] token: String,
    verifier: State<JwtVerifier>,
) -> Result<Value, JwtError> {
    verifier.verify(&token)
}

#[get("/claims")]
async fn show(#[depends(claims)] claims: Value) -> Value {
    claims["sub"].clone()
}

#[post("/token")]
async fn token(signer: State<JwtSigner>) -> Result<AccessToken, AnyError> {
    Ok(signer.access_token(&json!({"sub": "ann", "scopes": []}))?)
}

#[test]
fn a_token_is_given_out_and_taken() {
    let app = App::new()
        .state(signer())
        .state(verifier())
        .routes(routes![me, maybe, show, token]);
    let client = client(app);
    let token: AccessToken = client.post("/token").send().assert_status(200).json();
    assert_eq!((token.token_type.as_str(), token.expires_in), ("bearer", 3600));
    let get = |path: &str, header: &str| client.get(path).header("authorization", header).send();
    let good = format!("Bearer {}", token.access_token);
    for path in ["/me", "/maybe", "/claims"] {
        assert_eq!(get(path, &good).assert_status(200).json::<String>(), "ann", "{path}");
        let refused = get(path, &format!("{good}x")).assert_status(401);
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
        assert_eq!(
            refused.json::<Value>(),
            json!({"detail": "Could not validate credentials"}),
            "{path}"
        );
    }
    let none = client.get("/me").send().assert_status(401);
    assert_eq!(none.json::<Value>(), json!({"detail": "Not authenticated"}));
    assert_eq!(get("/me", "Bearer ").status(), 401);
    assert_eq!(client.get("/maybe").send().json::<Value>(), Value::Null);

    let document: Value = client.get("/openapi.json").send().json();
    let scheme = json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"});
    assert_eq!(document["components"]["securitySchemes"]["JWTBearer"], scheme);
    assert_eq!(document["paths"]["/me"]["get"]["security"], json!([{"JWTBearer": []}]));
    let refused = &document["paths"]["/claims"]["get"]["responses"]["401"];
    assert_eq!(refused["description"], "Could not validate credentials");
}
