# Eight months entered in one evening: each month knows what was known then, and no step is late.
$ log applied --company Brandt --role "Cook" --date 2025-03-01
$ log interview Brandt --date 2025-03-15
$ person "Ida Noll" --part interviewer --application Brandt --on 2025-03-15
$ log rejected Brandt --date 2025-04-02
$ why Brandt not_demonstrated --says feedback --words "No example of a full service" --date 2025-04-12
$ hire Brandt --from external --hired 2025-05-01 --on 2025-06-01
$ done Brandt connect_with_hire --outcome answered --date 2025-06-10
$ log applied --company Carlow --role "Cook" --date 2025-05-05
$ log rejected Carlow --date 2025-05-20
$ due --as-of 2025-10-31
! Thank
! connect_with_hire
! Ida Noll
> coffee
$ month 2025-04 --as-of 2025-04-30
> No example of a full service
$ month 2025-06 --as-of 2025-06-30
> You learned who was hired, from outside the company
> You are connected with
$ show Brandt --as-of 2025-05-15
! hire-1
$ show Brandt --as-of 2025-06-02
> hire-1
$ applications --as-of 2025-04-01
! rejected
$ due --as-of 2026-04-10
! hire_at_twelve_months
$ due --as-of 2026-05-10
> hire_at_twelve_months
> They began on 1 May 2025.
! Carlow
