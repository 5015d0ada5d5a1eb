//! The gateway that a description names: a provider by one operation, or by its own steps.

use std::sync::Arc;
use std::time::Duration;

use super::provider::{ProcedureGateway, ProviderGateway, World};
use crate::error::Error;
use crate::json::Json;
use crate::payment::Gateway;

/// The gateway of a description: of one operation where `offRamp` names one, else of the provider's own steps.
///
/// # Errors
/// `ARGUMENT_INVALID`, `PROVIDER_UNKNOWN`, `OPERATION_UNKNOWN`, `CREDENTIALS_INVALID`, `URL_INVALID`: see
/// [`ProviderGateway::new`] and [`ProcedureGateway::new`].
pub fn open(
    description: &Json,
    credential: impl Fn(&str) -> Option<String>,
    timeout: Duration,
    world: World,
) -> Result<Arc<dyn Gateway>, Error> {
    if description.get("offRamp").is_some_and(|off_ramp| off_ramp.get("operation").is_some()) {
        let gateway = ProviderGateway::new(description, credential, timeout, world)?;
        gateway.check_base_url()?;
        return Ok(Arc::new(gateway));
    }
    Ok(Arc::new(ProcedureGateway::new(description, credential, timeout, world)?))
}
