//! Codes about files of payments.

/// Hands the lines before it and its own to the next table.
macro_rules! files {
    ([$($before:tt)*] $next:ident $($then:ident)*) => {
        $next! { [
        $($before)*
        // files
        /// There is no header: the file holds nothing, or nothing but empty lines.
        FileEmpty "FILE_EMPTY" Error "The file is empty."
        /// The file has a header and no rows.
        FileNoRows "FILE_NO_ROWS" Error "The file has a header and no rows."
        /// By its first bytes the file is something else than rows of text.
        FileKind "FILE_KIND" Error "This is a file of another kind ({kind}). Save its rows as CSV and check that file."
        /// The file is a workbook or an archive that cannot be read, or ends too early.
        FileDamaged "FILE_DAMAGED" Error "The file is damaged or incomplete ({kind}); save or download it again."
        /// The workbook or the archive needs a password.
        FileEncrypted "FILE_ENCRYPTED" Error "The file is protected by a password; save it without one."
        /// The archive holds more than one file.
        ArchiveSeveral "ARCHIVE_SEVERAL" Error "The archive holds {count} files; unpack it and check each of them."
        /// What is packed in the file is larger than the limit.
        FileTooLarge "FILE_TOO_LARGE" Error "Unpacked, the file is larger than {expected} bytes; the rest was not read."
        /// The workbook has several sheets, of which one was read.
        SheetRead "SHEET_READ" Info "The sheet {sheet} was read; the workbook has {count} sheets."
        /// The workbook has no sheet of the name that was asked for.
        SheetUnknown "SHEET_UNKNOWN" Error "The workbook has no sheet of this name; it has {allowed}."
        /// The file has another number of rows than was said.
        FileRows "FILE_ROWS" Error "Rows expected: {expected}; found: {actual}."
        /// The rows come to another sum than was said.
        FileTotal "FILE_TOTAL" Error "A total of {expected} {currency} was expected, the rows add up to {actual}."
        /// The rows come to more than is allowed.
        FileTotalAbove "FILE_TOTAL_ABOVE" Error "The rows add up to {actual} {currency}; the maximum is {maximum}."
        /// The amounts of a file are written in two ways.
        AmountNotations "AMOUNT_NOTATIONS" Warning "Amounts are written in two ways: row {row} has a point before decimals, row {other} a comma."
        /// An amount with three digits behind a point, in a file that has a comma in front of decimals elsewhere.
        AmountAmbiguous "AMOUNT_AMBIGUOUS" Warning "This amount has decimals or thousands after its point; elsewhere in the file decimals come after a comma."
        /// Lines above the names of the columns, such as a title, were passed over.
        LinesAboveHeader "LINES_ABOVE_HEADER" Info "Lines above the column names were skipped: {count}."
        /// Records that pay nobody were passed over: empty cells, a total, or the header again.
        RowsPassedOver "ROWS_PASSED_OVER" Info "Rows that pay nobody were skipped: {count} (empty, totals, or the column names again)."
        /// The first row is data, not column names.
        HeaderMissing "HEADER_MISSING" Error "The first row must name the columns; none of its cells is a known name."
        /// The file is UTF-16; it was converted.
        EncodingUtf16 "ENCODING_UTF16" Warning "The file is UTF-16; it was read as such. Save it as UTF-8."
        /// The file is UTF-32; it was converted.
        EncodingUtf32 "ENCODING_UTF32" Warning "The file is UTF-32; it was read as such. Save it as UTF-8."
        /// The file is not UTF-8; its bytes were taken for those that Windows writes in Western Europe.
        EncodingWindows1252 "ENCODING_WINDOWS_1252" Warning "The file is not UTF-8; it was read as Windows-1252. See that accents are right, and save it as UTF-8."
        /// The bytes are not UTF-8.
        EncodingNotUtf8 "ENCODING_NOT_UTF8" Error "The text is not UTF-8; save the file as UTF-8."
        /// Lines end with NEL, or with the line or paragraph separator of Unicode; they were read so.
        LineEndsUnusual "LINE_ENDS_UNUSUAL" Info "Lines end with a character that few programs take for the end of a line; they were read as lines."
        /// The cells are separated by something other than a comma.
        DelimiterDetected "DELIMITER_DETECTED" Info "The cells are separated by {delimiter}."
        /// The column's name is none of those of a field or of the row itself.
        ColumnUnknown "COLUMN_UNKNOWN" Warning "Column {position} has no known name and was not used."
        /// Two columns have the same meaning.
        ColumnTwice "COLUMN_TWICE" Warning "Columns {first} and {position} both mean {field}; the first was used where it is filled."
        /// A column that every payment needs is missing.
        ColumnMissing "COLUMN_MISSING" Error "The column {field} is missing."
        /// The row has fewer cells than the header.
        RowTooShort "ROW_TOO_SHORT" Warning "Cells in the row: {actual}; in the header: {expected}."
        /// The row has more cells than the header.
        RowTooLong "ROW_TOO_LONG" Error "Cells in the row: {actual}; in the header: {expected}."
        /// The row is larger than the limit, as when a quotation mark was left open; its rest was passed over.
        RowTooLarge "ROW_TOO_LARGE" Error "The row is larger than {expected} bytes."
        /// In place of a payment stands something that is no JSON object, or one that is broken.
        RowNotJson "ROW_NOT_JSON" Error "This is not a JSON object, or a broken one; the row was not read."
        /// A member that is to be a text or a number is a list or an object.
        CellNotText "CELL_NOT_TEXT" Error "A text or a number is expected here, not a list or an object."
        /// Two columns of the same meaning hold different values in this row.
        CellsDisagree "CELLS_DISAGREE" Warning "Another column means the same and says something else; the first was used."
        /// The name of a column says another currency than the row.
        ColumnCurrencyMismatch "COLUMN_CURRENCY_MISMATCH" Error "The column's name says {found}, the payment is in {currency}."
        /// A quotation mark was opened and never closed.
        QuoteUnclosed "QUOTE_UNCLOSED" Error "A quotation mark is opened and never closed."
        /// Text follows a closing quotation mark.
        QuoteStray "QUOTE_STRAY" Warning "Text follows a closing quotation mark."
        /// The row has the reference of an earlier one.
        DuplicateReference "DUPLICATE_REFERENCE" Error "Row {row} has the same reference."
        /// The row pays the same amount to the same destination as an earlier one.
        DuplicatePayment "DUPLICATE_PAYMENT" Warning "Row {row} pays the same amount to the same destination."
        /// The row has the reference of one in an earlier file.
        DuplicateReferenceFile "DUPLICATE_REFERENCE_FILE" Error "Row {row} of {file} has the same reference."
        /// The row pays the same amount to the same destination as one in an earlier file.
        DuplicatePaymentFile "DUPLICATE_PAYMENT_FILE" Warning "Row {row} of {file} pays the same amount to the same destination."
        /// The row has no reference, so that it cannot be told from another.
        ReferenceMissing "REFERENCE_MISSING" Warning "Without a reference the payment cannot be told from another."
        ] $($then)* }
    };
}
pub(super) use files;
