//! Codes about destinations, amounts, fees and settlement, and the requests that are made of them.

/// Hands the lines before it and its own to the next table.
macro_rules! payments {
    ([$($before:tt)*] $next:ident $($then:ident)*) => {
        $next! { [
        $($before)*
        // fields of a destination
        /// A required field is missing.
        FieldRequired "FIELD_REQUIRED" Error "This field is needed."
        /// One of several fields is needed and none is there.
        FieldOneOfRequired "FIELD_ONE_OF_REQUIRED" Error "One of these fields is needed: {fields}."
        /// The rail is usually paid by other fields than those that are there; it is not known whether it can be paid.
        RailFieldMissing "RAIL_FIELD_MISSING" Warning "{currency} by {rail} is paid by one of these fields: {fields}. Whether it can be paid without is not known."
        /// A provider's document demands a field that the rail does not need.
        ProviderRequires "PROVIDER_REQUIRES" Info "{provider} needs this as well: {fields}."
        /// The field does not belong to the currency and rail, and would not be sent.
        FieldNotUsed "FIELD_NOT_USED" Warning "This field is not used for {currency} by {rail}."
        /// Fields of several destinations are given, such as a bank account and a UPI address, and no rail says which is meant.
        DestinationAmbiguous "DESTINATION_AMBIGUOUS" Warning "Several destinations are given: {fields}. Say which one by naming the payment method."
        /// No field has this name; the suggestion is the one that was probably meant. In a destination a warning: the
        /// member is not used.
        FieldUnknown "FIELD_UNKNOWN" Error "There is no field of this name."
        /// A number, an object or another type stands where the field takes text.
        FieldType "FIELD_TYPE" Error "Wrong type; expected: {expected}."
        /// The value does not fit the pattern that the provider names for the field.
        FieldPattern "FIELD_PATTERN" Error "The value does not fit the pattern {pattern}."
        /// The provider names a pattern that engines read differently, or that would take long, so that it was not applied.
        PatternNotApplied "PATTERN_NOT_APPLIED" Warning "The provider's pattern for this field was not applied."
        /// The same field was given twice under two of its names.
        FieldTwice "FIELD_TWICE" Error "The field was given twice, under two names."
        /// No currency has this code (ISO 4217), and no supported token.
        CurrencyUnknown "CURRENCY_UNKNOWN" Error "No currency has this code."
        /// The code was withdrawn from ISO 4217. Nothing is suggested: the amount in the successor is another.
        CurrencyWithdrawn "CURRENCY_WITHDRAWN" Error "{currency} was withdrawn; one {successor}, its successor, is {rate} {currency}."
        /// The currency exists, but there are no rules for paying it out.
        CurrencyNoCorridor "CURRENCY_NO_CORRIDOR" Warning "There are no rules for paying out {currency}; the destination could not be checked."
        /// The rail is none of those that are known, so that no rules could be applied.
        RailUnknown "RAIL_UNKNOWN" Warning "Unknown payment method. Supported: {allowed}."
        /// There are rules for paying the currency, but none by this rail.
        RailNotAvailable "RAIL_NOT_AVAILABLE" Warning "There are no rules for paying out {currency} by {rail}; the destination could not be checked."
        /// No country has this code (ISO 3166-1 alpha-2).
        CountryUnknown "COUNTRY_UNKNOWN" Error "No country has this code; the two letters of ISO 3166 are needed."
        /// There are rules for paying the currency by this rail, but none for this country.
        CountryNotInCorridor "COUNTRY_NOT_IN_CORRIDOR" Warning "There are no rules for paying out {currency} by {rail} in {country}; the destination could not be checked."
        /// The bank is not a member of the Nepal Clearing House, by name or number.
        BankNotSupported "BANK_NOT_SUPPORTED" Error "The bank is not on the list of the clearing house; its name or its four-digit number is needed."
        /// Under `compat`: the bank is unknown and is sent as the mapping of Rahat's document writes it.
        BankMappedLoosely "BANK_MAPPED_LOOSELY" Warning "The bank is not on the list of the clearing house and would be sent as it is."
        /// A bank of the clearing house was found by a part of its name.
        BankReadAs "BANK_READ_AS" Info "This was read as {bank}."
        /// `aba` was given for Singapore, where the number means something else.
        AbaNotApplicableSgd "ABA_NOT_APPLICABLE_SGD" Error "ABA numbers exist in the USA only; for Singapore give the BIC."
        /// An account number of the United Kingdom without a sort code.
        SortCodeMissing "SORT_CODE_MISSING" Warning "A UK account number needs its sort code for a local transfer."
        /// The payment is in euros, and the country of the IBAN is no member of SEPA; another rail may reach it.
        IbanNotSepa "IBAN_NOT_SEPA" Warning "{country} is outside SEPA; the IBAN cannot be paid by it."
        /// The IBAN belongs to another country than the payment.
        IbanCountryMismatch "IBAN_COUNTRY_MISMATCH" Warning "The IBAN is from {found}, the payment is for {country}."
        /// The BIC belongs to another country than the payment.
        BicCountryMismatch "BIC_COUNTRY_MISMATCH" Warning "The BIC is from {found}, the payment is for {country}."
        /// The IBAN and the BIC belong to two countries.
        IbanBicCountryMismatch "IBAN_BIC_COUNTRY_MISMATCH" Error "The IBAN is from {iban}, the BIC from {bic}."
        /// The IBAN's bank code and the BIC belong to two banks that are not known to be one.
        IbanBicMismatch "IBAN_BIC_MISMATCH" Warning "The IBAN belongs to a bank whose BIC begins with {expected}, not {found}."
        /// The IBAN belongs to another bank than the one named.
        IbanBankNameMismatch "IBAN_BANK_NAME_MISMATCH" Warning "The IBAN belongs to {expected}, but you named another bank."
        /// A code that exists in one country alone, such as an ABA routing number, belongs to another country than the payment.
        FieldCountryMismatch "FIELD_COUNTRY_MISMATCH" Warning "This field is from {found}, the payment is for {country}."
        /// Two fields belong to banks of two countries.
        FieldsCountryMismatch "FIELDS_COUNTRY_MISMATCH" Error "Two fields contradict each other, one is from {found}, one from {country}: {fields}."
        /// Two fields belong to two banks that are not known to be one.
        FieldsBankMismatch "FIELDS_BANK_MISMATCH" Warning "Two fields belong to two banks: {fields}."
        /// The account number repeats the number of the bank or the branch.
        AccountIsBankCode "ACCOUNT_IS_BANK_CODE" Warning "The account number repeats another field: {field}."
        /// The holder's name has no letters, or so many digits as numbers have.
        NameUnusual "NAME_UNUSUAL" Warning "This is hardly a name; make sure that it is the holder's."
        /// The holder's name is one word or initials alone, where banks compare the full name.
        NameIncomplete "NAME_INCOMPLETE" Info "The full name is needed, as the bank knows it; one word or initials may not match."
        /// The scheme carries fewer characters of the text than there are; the rest may be cut off.
        SchemeLength "SCHEME_LENGTH" Info "{scheme} carries {expected} characters of this text; it has {actual}."
        /// The scheme carries letters without accents, digits and a few signs; `params.transliterated` is how the text may arrive.
        SchemeCharacters "SCHEME_CHARACTERS" Info "{scheme} may not carry all of these letters and signs."
        /// A reference begins or ends with a slash or has two in a row, which the scheme's rules forbid.
        SchemeSlashes "SCHEME_SLASHES" Warning "References of {scheme} neither begin nor end with a slash, nor have two in a row."
        /// The account number is not the one inside the IBAN.
        AccountIbanMismatch "ACCOUNT_IBAN_MISMATCH" Warning "The account number is not the one in the IBAN."
        /// The sort code is not the one inside the IBAN.
        SortCodeIbanMismatch "SORT_CODE_IBAN_MISMATCH" Warning "The sort code is not the one in the IBAN."

        // amounts
        /// The text is no plain decimal number, and none of the reasons below is plainly it.
        AmountNotANumber "AMOUNT_NOT_A_NUMBER" Error "A plain decimal number is needed, such as 1234.56."
        /// The amount is negative.
        AmountNegative "AMOUNT_NEGATIVE" Error "The amount is negative."
        /// The amount is zero.
        AmountZero "AMOUNT_ZERO" Error "The amount is zero."
        /// The amount has more decimals than the currency.
        AmountTooPrecise "AMOUNT_TOO_PRECISE" Error "{currency} has {expected} decimals, the amount has {actual}."
        /// The amount has more than 28 digits.
        AmountTooLarge "AMOUNT_TOO_LARGE" Error "The amount has too many digits."
        /// Separators stand between thousands, or a comma for the decimal point.
        AmountSeparators "AMOUNT_SEPARATORS" Error "Use no thousands separators, and a point before decimals, such as 1234.56."
        /// A currency's sign or code stands beside the number.
        AmountCurrencySign "AMOUNT_CURRENCY_SIGN" Error "The currency belongs in its own field."
        /// The amount is written with an exponent.
        AmountExponent "AMOUNT_EXPONENT" Error "The amount is written with an exponent; write all its digits."

        /// A number in JSON has so many digits that a reader into binary floats has lost some.
        AmountUnsafeNumber "AMOUNT_UNSAFE_NUMBER" Error "The number has more digits than JSON readers keep; give it as text."
        /// An amount in smallest units has decimals.
        AmountMinorUnits "AMOUNT_MINOR_UNITS" Error "Smallest units are counted in whole numbers; {currency} has {expected} decimals."

        // fees, quotes and limits
        /// Only one of several fields can be given.
        FieldsExclusive "FIELDS_EXCLUSIVE" Error "Only one of these fields can be given: {fields}."
        /// A rate is more than the whole amount.
        RateTooLarge "RATE_TOO_LARGE" Error "The rate is more than the whole amount; at most {expected} is possible."
        /// The rate is no plain decimal number, or has more than 38 digits.
        RateStructure "RATE_STRUCTURE" Error "A rate is a plain decimal number of at most 38 digits, such as 1.0870."
        /// A currency is exchanged for itself at a rate that is not one.
        RateNotOne "RATE_NOT_ONE" Error "One {currency} is one {currency}: the rate must be 1."
        /// The rate is more than three hundredths away from the reference rate, or a stable coin's from one.
        RateUnusual "RATE_UNUSUAL" Warning "The rate {rate} is far from {expected}; it may be the inverse, or out of date."
        /// An exchange rate is zero.
        RateZero "RATE_ZERO" Error "An exchange rate cannot be zero."
        /// The tiers of a fee do not go up, or do not end in an open one.
        TiersOrder "TIERS_ORDER" Error "Tiers go up, and the last one alone has no end."
        /// A minimum is above its maximum.
        MinimumAboveMaximum "MINIMUM_ABOVE_MAXIMUM" Error "The minimum is above the maximum."
        /// Nothing would be left of the amount.
        FeeExceedsAmount "FEE_EXCEEDS_AMOUNT" Error "The fees are more than the amount."
        /// What is paid comes to nothing: the fees take all of it, or it is less than a unit of what arrives.
        NothingArrives "NOTHING_ARRIVES" Error "Nothing would arrive."
        /// The time is not written as RFC 3339 says.
        TimeStructure "TIME_STRUCTURE" Error "A date and time as in RFC 3339 are needed, such as 2024-06-09T07:00:00Z."
        /// A quote has expired, or is about to.
        QuoteExpired "QUOTE_EXPIRED" Error "The quote was valid until {until}."
        /// The quote has an end, and the time of the question was not given.
        QuoteExpiryOpen "QUOTE_EXPIRY_OPEN" Warning "Without the current time it is not known whether the quote has expired."
        /// Banks on the way may take fees of which no upper bound was given.
        IntermediaryFeesUnknown "INTERMEDIARY_FEES_UNKNOWN" Warning "Banks on the way may take fees; how much arrives at least is not known."
        /// No payment makes exactly the wanted amount arrive.
        QuoteTargetNotExact "QUOTE_TARGET_NOT_EXACT" Warning "No payment makes exactly this amount arrive; the nearest are {below} and {above}."
        /// The rate has moved against the payer further than was allowed.
        SlippageExceeded "SLIPPAGE_EXCEEDED" Error "The rate has moved further than the tolerance allows: at least {minimum} must arrive."
        /// A provider's numbers do not agree with each other or with the schedule.
        QuoteMismatch "QUOTE_MISMATCH" Error "The quote's {field} should be {expected}."
        /// A provider's fee holds more than the schedule's parts.
        QuoteFeeRemainder "QUOTE_FEE_REMAINDER" Info "{amount} of the fee is not in the schedule and is shown as {name}."
        /// The payment is below a limit's minimum.
        LimitMinimum "LIMIT_MINIMUM" Error "{limit}: the minimum per payment is {minimum} {currency}."
        /// The payment is above a limit's maximum.
        LimitMaximum "LIMIT_MAXIMUM" Error "{limit}: the maximum per payment is {maximum} {currency}."
        /// The payment and those before it are more than a limit's total.
        LimitTotal "LIMIT_TOTAL" Error "{limit}: {remaining} left of {total} {currency}."
        /// The amount is no multiple of a limit's step.
        LimitStep "LIMIT_STEP" Error "{limit}: amounts go up in steps of {step} {currency}."
        /// There have been as many payments as a limit allows.
        LimitCount "LIMIT_COUNT" Error "{limit}: payments allowed: {count}; already made: {used}."
        /// A payment of the history has another currency and was not counted.
        LimitOtherCurrency "LIMIT_OTHER_CURRENCY" Warning "Payments in another currency than {currency} were not counted."

        // settlement
        /// The time zone is not one of those with rules here.
        ZoneUnknown "ZONE_UNKNOWN" Error "Unknown time zone. Supported: {allowed}."
        /// The payment comes after the cut-off and is processed on the next business day.
        CutoffMissed "CUTOFF_MISSED" Info "The cut-off has passed: {time} ({zone})."
        /// No document states a cut-off, so that none was applied.
        CutoffUnknown "CUTOFF_UNKNOWN" Warning "No cut-off is known for {currency}; the bank may count from the next business day."
        /// No document says how long the money travels.
        SettlementUnknown "SETTLEMENT_UNKNOWN" Warning "It is not known how long {currency} takes by {rail}."
        /// The calendar does not cover the year.
        CalendarYearUnknown "CALENDAR_YEAR_UNKNOWN" Warning "The calendar {calendar} covers {first} to {last}."
        /// Holidays that follow the moon are in the calendar before they are proclaimed.
        CalendarEstimated "CALENDAR_ESTIMATED" Warning "Some holidays of the calendar {calendar} follow the moon and were estimated."
        /// The hours of the scheme are general knowledge: nobody who runs it was found to state them.
        SchemeHoursUnsure "SCHEME_HOURS_UNSURE" Warning "The hours of {scheme} are not published; these are the usual ones."
        /// Nothing of the provider's own is known about the currency and rail; the schemes' own hours were used.
        ProviderNoHours "PROVIDER_NO_HOURS" Info "No hours of its own are known of {provider} for this payment; those of the schemes were used."
        /// What is sent now arrives after the time that it should be there by.
        ArrivesTooLate "ARRIVES_TOO_LATE" Warning "To arrive in time it had to be sent by {until}."
        /// The scheme carries amounts of fewer decimals than the currency has.
        SchemeDecimals "SCHEME_DECIMALS" Warning "{scheme} carries {currency} with {expected} decimals."
        /// The scheme carries larger amounts only.
        SchemeMinimum "SCHEME_MINIMUM" Warning "The minimum of {scheme} is {minimum} {currency}."
        /// The scheme carries smaller amounts only.
        SchemeMaximum "SCHEME_MAXIMUM" Warning "The maximum of {scheme} is {maximum} {currency}."
        /// Bank holidays differ within the country.
        CalendarRegional "CALENDAR_REGIONAL" Warning "Bank holidays of {country} differ by region; those of {region} were used."

        // e-mail, urls and the like in requests
        /// The text is no e-mail address.
        EmailStructure "EMAIL_STRUCTURE" Error "This is not an e-mail address."

        /// The text is no https URL.
        UrlStructure "URL_STRUCTURE" Error "A URL that begins with https:// is needed."
        /// The text is no UUID.
        UuidStructure "UUID_STRUCTURE" Error "A UUID is needed, such as 550e8400-e29b-41d4-a716-446655440000."
        /// The text is no date or time of the form that is needed.
        DateStructure "DATE_STRUCTURE" Error "A date is needed, such as 1990-01-01, or a date and time, such as 2024-06-09T07:00:00Z."
        /// The time until which something was allowed is over.
        DeadlinePassed "DEADLINE_PASSED" Error "The deadline has passed."
        /// The text is no number in hexadecimal or in digits.
        HexStructure "HEX_STRUCTURE" Error "Must be a whole number in digits, or hexadecimal bytes starting with 0x."
        /// The call data is not that of a transfer of tokens.
        NotATransfer "NOT_A_TRANSFER" Error "These bytes do not call transfer(address,uint256)."
        /// What a signed transfer of tokens moves, for whoever approves it.
        TransferMoves "TRANSFER_MOVES" Info "This moves {amount} of the token's smallest units to {address}."
        /// The text is no data URL with Base64 in it.
        DataUrlStructure "DATA_URL_STRUCTURE" Error "A file is given as data:application/pdf;name=invoice.pdf;base64,..."
        /// The number is too small or too large.
        NumberRange "NUMBER_RANGE" Error "A number from {least} to {most} is needed."
        /// The list has too few or too many items.
        ListLength "LIST_LENGTH" Error "Must have {least} to {most} items; it has {actual}."
        /// The amount must be counted in the smallest unit of the currency.
        MinorUnitsNeeded "MINOR_UNITS_NEEDED" Error "The amount is counted in the smallest unit, such as paise: a whole number."
        /// Exactly one of several members is needed.
        ExactlyOneRequired "EXACTLY_ONE_REQUIRED" Error "Exactly one of these is needed: {fields}."
        /// The amount is below the limit.
        AmountBelowMinimum "AMOUNT_BELOW_MINIMUM" Error "The amount is below the minimum."
        /// The amount is above the limit.
        AmountAboveMaximum "AMOUNT_ABOVE_MAXIMUM" Error "The amount is above the maximum."
        /// With what was paid today, the amount is above the limit of a day.
        DailyLimitExceeded "DAILY_LIMIT_EXCEEDED" Error "The limit of a day would be exceeded."
        /// The type of payment has no payload.
        UnsupportedOfframpType "UNSUPPORTED_OFFRAMP_TYPE" Error "Only these types can be paid out: {allowed}."
        /// A transaction hash and an address are of different chains.
        ChainMismatch "CHAIN_MISMATCH" Warning "The transaction is on {found}, the address on {expected}."
        /// Nothing tells a repeated request from a new one.
        IdempotencyKeyMissing "IDEMPOTENCY_KEY_MISSING" Warning "Without an idempotency key a repeated request pays twice."
        /// The idempotency key is made of the time.
        IdempotencyKeyOfTime "IDEMPOTENCY_KEY_OF_TIME" Warning "The key has the time in it: made anew for each attempt, it makes a new payment of each."
        /// A UPI address and a bank account were given; the UPI address is used.
        DestinationTwice "DESTINATION_TWICE" Warning "A UPI address and a bank account are given; the provider uses the UPI address."
        /// Several destinations were given, and nothing says which of them is paid.
        OneDestination "ONE_DESTINATION" Error "Only one destination may be given: {fields}."
        /// A header has an underscore in its name, which proxies may drop.
        HeaderUnderscore "HEADER_UNDERSCORE" Info "The header {header} has an underscore; some proxies drop such headers unless told not to."
        /// The key is one for tests.
        KeyForTests "KEY_FOR_TESTS" Info "The API key is one for tests; no money moves."
        /// The key has none of the known beginnings.
        KeyUnusual "KEY_UNUSUAL" Warning "The API key does not begin with sk_."
        ] $($then)* }
    };
}
pub(super) use payments;
