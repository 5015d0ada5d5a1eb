//! Reads the rows of the statements that both databases have, by the names of their columns: `sqlx` has no type for a row
//! of any database.

macro_rules! readers {
    ($row:ty) => {
        fn payment(row: &$row) -> Result<Payment, StoreError> {
            Ok(Payment {
                id: row.try_get("id")?,
                service_id: row.try_get("serviceId")?,
                user_id: row.try_get("userId")?,
                wallet_id: row.try_get("walletId")?,
                transaction_id: row.try_get("transactionId")?,
                payment_method_id: row.try_get("paymentMethodId")?,
                amount: row.try_get("amount")?,
                currency: row.try_get("currency")?,
                status: PaymentStatus::find(row.try_get("status")?).ok_or_else(|| unreadable("status"))?,
                kind: PaymentType::find(row.try_get("type")?).ok_or_else(|| unreadable("type"))?,
                gateway_reference: row.try_get("gatewayReference")?,
                metadata: row.try_get("metadata")?,
                idempotency_key: row.try_get("idempotencyKey")?,
                fingerprint: row.try_get("fingerprint")?,
                created_at: row.try_get("createdAt")?,
                updated_at: row.try_get("updatedAt")?,
            })
        }

        fn referenced(row: &$row) -> Result<ReferencedAttempt, StoreError> {
            Ok(ReferencedAttempt {
                attempt_id: row.try_get("attemptId")?,
                status: AttemptStatus::find(row.try_get("attemptStatus")?).ok_or_else(|| unreadable("status"))?,
                raw_response: row.try_get("attemptResponse")?,
                payment: payment(row)?,
            })
        }

        fn alarm(row: &$row) -> Result<RecordedAlarm, StoreError> {
            let alarm = Alarm {
                kind: AlarmKind::find(row.try_get("kind")?).ok_or_else(|| unreadable("kind"))?,
                payment_id: row.try_get("paymentId")?,
                attempt_id: row.try_get("attemptId")?,
                gateway: row.try_get("gateway")?,
                gateway_reference: row.try_get("gatewayReference")?,
                details: row.try_get("details")?,
            };
            let resolved_at: Option<i64> = row.try_get("resolvedAt")?;
            let (by, reason) = (row.try_get("resolvedBy")?, row.try_get("reason")?);
            let resolution = resolved_at.map(|at| Resolution { at, by, reason });
            Ok(RecordedAlarm { id: row.try_get("id")?, alarm, created_at: row.try_get("createdAt")?, resolution })
        }

        fn step(row: &$row) -> Result<RecordedStep, StoreError> {
            Ok(RecordedStep {
                number: row.try_get("number")?,
                name: row.try_get("name")?,
                owner: row.try_get("owner")?,
                status: StepStatus::find(row.try_get("status")?).ok_or_else(|| unreadable("status"))?,
                result: row.try_get("result")?,
                error_code: row.try_get("errorCode")?,
            })
        }

        fn attempt(row: &$row) -> Result<Attempt, StoreError> {
            Ok(Attempt {
                id: row.try_get("id")?,
                payment_id: row.try_get("paymentId")?,
                gateway: row.try_get("gateway")?,
                status: AttemptStatus::find(row.try_get("status")?).ok_or_else(|| unreadable("status"))?,
                number: row.try_get("attemptNumber")?,
                raw_request: row.try_get("rawRequest")?,
                raw_response: row.try_get("rawResponse")?,
                error_code: row.try_get("errorCode")?,
                error_message: row.try_get("errorMessage")?,
                created_at: row.try_get("createdAt")?,
            })
        }

        fn ended(row: &$row) -> Result<EndedCount, StoreError> {
            Ok(EndedCount {
                kind: PaymentType::find(row.try_get("type")?).ok_or_else(|| unreadable("type"))?,
                status: PaymentStatus::find(row.try_get("status")?).ok_or_else(|| unreadable("status"))?,
                code: row.try_get("code")?,
                count: row.try_get("total")?,
            })
        }

        fn order(row: &$row) -> Result<Option<OrderState>, StoreError> {
            let (raw_status, amounts): (Option<String>, Option<String>) =
                (row.try_get("rawStatus")?, row.try_get("amounts")?);
            let amounts = MoneyText::from_text(amounts.as_deref());
            Ok(raw_status.map(|raw_status| OrderState { raw_status, amounts }))
        }

        fn transition(row: &$row) -> Result<OrderTransition, StoreError> {
            Ok(OrderTransition {
                event_id: row.try_get("eventId")?,
                step: row.try_get("step")?,
                from: row.try_get("fromStatus")?,
                to: row.try_get("toStatus")?,
            })
        }
    };
}
pub(super) use readers;
