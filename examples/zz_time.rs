use std::time::Instant;
fn main(){
  let bytes=std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
  for _ in 0..3 {
    let t=Instant::now();
    let mut r=csv::ReaderBuilder::new().from_reader(&bytes[..]); let mut rec=csv::ByteRecord::new(); let mut n=0u64; while r.read_byte_record(&mut rec).unwrap(){n+=rec.len() as u64;}
    let base=t.elapsed();
    for dup in [std::env::args().nth(3).is_some()]{
    let t=Instant::now();
    let mut c=offramp_core::bulk::Checker::new(offramp_core::bulk::CheckOptions::default().with_duplicates(dup).with_threads(std::env::var("T").ok().and_then(|t|t.parse().ok()).unwrap_or(0)));
    let mut k=0usize; let mut f=|row:&offramp_core::bulk::Row|{k+=row.findings.len();};
    for p in bytes.chunks(262144){c.push(p,&mut f);} let s=c.finish(&mut f);
    let ours=t.elapsed();
    println!("csv {:?} ours(dup {dup}) {:?} ratio {:.2} rows {} invalid {} n {}",base,ours,ours.as_secs_f64()/base.as_secs_f64(),s.rows,s.invalid,n);
    if std::env::args().nth(2).is_some(){println!("{:?}",s.counts);}
    }
  }
}
