# Four months of nothing, and coming back: nothing piles up, nothing is asked for ever.
$ log applied --company Osprey --role "Clerk" --date 2025-01-08 --on 2025-01-08
$ log applied --company Tarn --role "Clerk" --date 2025-01-15 --on 2025-01-15
$ log rejected Tarn --date 2025-02-01 --on 2025-02-01
$ reflect 2025-02 --plan "If it is Tuesday, then I write one letter" --on 2025-02-02
$ due --as-of 2025-02-02
> 1 more will come
$ month 2025-05 --as-of 2025-05-31
> Nothing happened in May 2025, and that is all right.
$ due --as-of 2025-06-05
> Find out who was hired
$ settle --as-of 2025-06-05
> If it is Tuesday
> Osprey · Clerk
$ settle quiet=s --on 2025-06-05
> Osprey · Clerk: stopped waiting
$ applications --pending --as-of 2025-06-06
! Osprey
$ settle --on 2025-06-06
< 1l
> let go
$ settle --as-of 2025-06-07
> Nothing is open.
$ log interview Osprey --date 2025-07-01 --on 2025-07-01
$ month 2025-07 --as-of 2025-07-31
> One application moved
$ due --as-of 2025-07-02
> Thank
$ due --as-of 2025-09-30
! Thank
$ settle --as-of 2025-10-01
> Osprey · Clerk
$ settle quiet=w --on 2025-10-01
> kept open
$ settle --as-of 2025-10-15
! Osprey
$ settle --as-of 2025-11-15
> Osprey
$ settle quiet=w --on 2025-11-15
$ settle --as-of 2026-03-01
> Nothing is open.
