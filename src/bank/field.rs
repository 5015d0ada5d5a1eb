//! The fields of a destination, by all the names they go by.

/// How many fields there are.
pub(crate) const COUNT: usize = FieldName::ALL.len();

/// The text of each field, where it was given; indexed by the field.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>([Option<&'a str>; COUNT]);

impl Default for Fields<'_> {
    fn default() -> Self {
        Fields([None; COUNT])
    }
}

impl<'a> Fields<'a> {
    /// The text of a field; blank text counts as none.
    pub(crate) fn get(&self, name: FieldName) -> Option<&'a str> {
        self.0.get(name.index()).copied().flatten()
    }

    pub(crate) fn set(&mut self, name: FieldName, text: &'a str) {
        if let Some(place) = self.0.get_mut(name.index()) {
            *place = (!text.trim_ascii().is_empty()).then_some(text);
        }
    }

    /// The fields that have text.
    pub(crate) fn given(&self) -> impl Iterator<Item = FieldName> {
        FieldName::ALL.iter().zip(&self.0).filter_map(|(name, text)| text.map(|_| *name))
    }
}

macro_rules! fields {
    ($($variant:ident $name:literal $path:literal [$($alias:literal)*] $label:literal;)+) => {
        /// A field of a destination.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum FieldName {
            $($variant,)+
        }

        impl FieldName {
            pub(crate) const ALL: &'static [FieldName] = &[$(FieldName::$variant),+];

            /// The name in camelCase, which is the one that is answered with.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(FieldName::$variant => $name,)+ }
            }

            /// The JSON Pointer to the field.
            pub(crate) const fn path(self) -> &'static str {
                match self { $(FieldName::$variant => $path,)+ }
            }

            /// Other names, without capitals and separators.
            pub(crate) const fn aliases(self) -> &'static [&'static str] {
                match self { $(FieldName::$variant => &[$($alias),*],)+ }
            }

            /// What a form calls it.
            pub(crate) const fn label(self) -> &'static str {
                match self { $(FieldName::$variant => $label,)+ }
            }

            const fn index(self) -> usize {
                #[expect(clippy::as_conversions, reason = "the place of the variant in the list")]
                { self as usize }
            }
        }
    };
}

fields! {
    AccountName "accountName" "/accountName" ["beneficiaryname" "creditorname" "accountholder" "accountholdername" "holder" "beneficiary" "name" "payee" "payeename"] "Account holder";
    BankName "bankName" "/bankName" ["bank" "creditoragent" "bankid"] "Bank";
    BankAddress "bankAddress" "/bankAddress" [] "Bank's address";
    AccountNumber "accountNumber" "/accountNumber" ["accountno" "account" "creditoraccount" "bankaccount" "bankaccountnumber" "acctno" "acno"] "Account number";
    Iban "iban" "/iban" ["ibannumber"] "IBAN";
    Swift "swift" "/swift" ["bic" "swiftcode" "swiftbic" "biccode" "bicswift"] "BIC (SWIFT code)";
    Aba "aba" "/aba" ["routingnumber" "abarouting" "routing" "abanumber" "rtn" "abaroutingnumber"] "Routing number (ABA)";
    SortCode "sortCode" "/sortCode" ["sort"] "Sort code";
    Bsb "bsb" "/bsb" ["bsbnumber" "bsbcode"] "BSB";
    InstitutionNumber "institutionNumber" "/institutionNumber" ["institution" "institutionno" "financialinstitutionnumber"] "Institution number";
    Transit "transit" "/transit" ["transitnumber" "branchtransit" "transitno" "branchnumber"] "Transit number";
    Ifsc "ifsc" "/ifsc" ["ifsccode"] "IFSC";
    Vpa "vpa" "/vpa" ["upi" "upiid" "upiaddress" "virtualpaymentaddress"] "UPI address (VPA)";
    Phone "phone" "/phone" ["phonenumber" "mobile" "mobilenumber" "msisdn" "beneficiaryphonenumber" "telephone"] "Phone number";
    MobileProvider "mobileProvider" "/mobileProvider" ["mobilemoneyprovider" "operator" "mobileoperator"] "Mobile-money service";
    Address "address" "/address" ["walletaddress" "depositaddress" "toaddress" "destinationaddress" "beneficiarywalletaddress"] "Address";
    Network "network" "/network" ["chain" "blockchain"] "Network";
    TransactionHash "transactionHash" "/transactionHash" ["txhash" "hash" "txid" "transactionid"] "Transaction hash";
}

impl FieldName {
    /// The field of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<FieldName> {
        let plain = plain(name);
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.as_str().eq_ignore_ascii_case(&plain) || field.aliases().contains(&plain.as_str()))
    }
}

/// A name without capitals and separators.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}
