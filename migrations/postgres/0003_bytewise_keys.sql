-- Keys are compared byte by byte, whatever the database's own collation is: most take many times as long.
ALTER TABLE "Payment"
  ALTER COLUMN "id" TYPE TEXT COLLATE "C",
  ALTER COLUMN "walletId" TYPE TEXT COLLATE "C",
  ALTER COLUMN "gatewayReference" TYPE TEXT COLLATE "C",
  ALTER COLUMN "idempotencyKey" TYPE TEXT COLLATE "C";
ALTER TABLE "PaymentAttempt"
  ALTER COLUMN "id" TYPE TEXT COLLATE "C",
  ALTER COLUMN "paymentId" TYPE TEXT COLLATE "C";
-- room for the second writing of each row on its own page
ALTER TABLE "Payment" SET (fillfactor = 80);
ALTER TABLE "PaymentAttempt" SET (fillfactor = 60);
