//! Reads the rows that both databases answer alike: `sqlx` has no type for a row of any database.

macro_rules! readers {
    ($row:ty) => {
        fn payment(row: &$row) -> Result<Payment, StoreError> {
            Ok(Payment {
                id: row.try_get(0)?,
                user_id: row.try_get(1)?,
                wallet_id: row.try_get(2)?,
                transaction_id: row.try_get(3)?,
                payment_method_id: row.try_get(4)?,
                amount: row.try_get(5)?,
                currency: row.try_get(6)?,
                status: PaymentStatus::find(row.try_get(7)?).ok_or_else(|| unreadable("status"))?,
                kind: PaymentType::find(row.try_get(8)?).ok_or_else(|| unreadable("type"))?,
                gateway_reference: row.try_get(9)?,
                metadata: row.try_get(10)?,
                idempotency_key: row.try_get(11)?,
                fingerprint: row.try_get(12)?,
                created_at: row.try_get(13)?,
                updated_at: row.try_get(14)?,
            })
        }

        /// The columns of a payment, with its attempt's after them.
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
                kind: AlarmKind::find(row.try_get(1)?).ok_or_else(|| unreadable("kind"))?,
                payment_id: row.try_get(2)?,
                attempt_id: row.try_get(3)?,
                gateway: row.try_get(4)?,
                gateway_reference: row.try_get(5)?,
                details: row.try_get(6)?,
            };
            let resolved_at: Option<i64> = row.try_get(8)?;
            let (by, reason) = (row.try_get(9)?, row.try_get(10)?);
            let resolution = resolved_at.map(|at| Resolution { at, by, reason });
            Ok(RecordedAlarm { id: row.try_get(0)?, alarm, created_at: row.try_get(7)?, resolution })
        }

        fn attempt(row: &$row) -> Result<Attempt, StoreError> {
            Ok(Attempt {
                id: row.try_get(0)?,
                payment_id: row.try_get(1)?,
                gateway: row.try_get(2)?,
                status: AttemptStatus::find(row.try_get(3)?).ok_or_else(|| unreadable("status"))?,
                number: row.try_get(4)?,
                raw_request: row.try_get(5)?,
                raw_response: row.try_get(6)?,
                error_code: row.try_get(7)?,
                error_message: row.try_get(8)?,
                created_at: row.try_get(9)?,
            })
        }
    };
}
pub(super) use readers;
