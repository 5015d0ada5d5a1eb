// A small file with the mistakes that files have, and one to be filled in.

export const SAMPLE = `reference,rail,currency,country,amount,accountName,bankName,accountNumber,iban,swift,aba,bsb,ifsc,vpa,phone,mobileProvider
INV-1001,bank,EUR,DE,1250.00,Marie Dubois,Commerzbank,,DE89370400440532013000,COBADEFF,,,,,,
INV-1002,bank,EUR,DE,980.50,John Doe,Commerzbank,,DE8937040044O532013000,COBADEFF,,,,,,
INV-1003,bank,EUR,NL,310.00,Luis Garcia,ABN AMRO,,NL91ABNA041716430,ABNANL2A,,,,,,
INV-1004,bank,USD,US,2200.00,Noah Smith,Chase,000123456789,,,021000021,,,,,
INV-1005,bank,USD,US,75.20,Asha Sharma,Chase,000987654321,,,21000021,,,,,
INV-1006,bank,GBP,GB,640.00,Fatima Khan,NatWest,31926819,GB29NWBK60161331926819,NWBKGB2L,,,,,,
INV-1007,vpa,INR,IN,15000.00,Asha Sharma,,,,,,,,asha@okaxis,,
INV-1008,vpa,INR,IN,8200.00,Sita Thapa,,,,,,,,sita@gmail.com,,
INV-1009,bank,INR,IN,4100.00,Ravi Kumar,State Bank of India,12345678901,,,,,SBIN0001234,,,
INV-1010,bank,INR,IN,4100.005,Ravi Kumar,State Bank of India,12345678901,,,,,SBINO001234,,,
INV-1011,mobile_money,KES,KE,5000.00,Wanjiru Kamau,,,,,,,,,+254712345678,MPESA
INV-1012,mobile_money,KES,KE,5000.00,Wanjiru Kamau,,,,,,,,,2.54712E+11,MPESA
INV-1011,bank,AUD,AU,410.00,=HYPERLINK(1),Example Bank,12345678,,,,062-000,,,,
INV-1014,bank,AUD,AU,"1,410.00",Noah Smith,Example Bank,12345678,,,,62-000,,,,
`;

/** Columns as the core names them, and a row for each of the usual ways; the values belong to nobody. */
export const TEMPLATE = `reference,currency,country,amount,accountName,iban,swift,accountNumber,aba,sortCode,ifsc,bsb,vpa,phone,mobileProvider
INV-1,EUR,DE,1250.00,Marie Dubois,DE89370400440532013000,,,,,,,,,
INV-2,USD,US,980.50,Noah Smith,,,000123456789,021000021,,,,,,
INV-3,GBP,GB,640.00,Fatima Khan,,,31926819,,601613,,,,,
INV-4,INR,IN,15000.00,Asha Sharma,,,,,,,,asha@okaxis,,
INV-5,KES,KE,5000.00,Wanjiru Kamau,,,,,,,,,+254712345678,MPESA
`;
