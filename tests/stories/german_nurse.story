# A nurse in Germany: letters in her language, words as she says them, the job after all in the second year.
$ log applied --company "Klinikum Weidenau gGmbH" --role "Pflegefachfrau (m/w/d) Intensiv" --date 2025-02-03 --on 2025-02-03
$ log applied --company "Uniklinik Marbach" --role "Pflegefachfrau OP" --date 2025-02-10 --on 2025-02-10
$ log interview Weidenau --date 2025-02-26 --time 14:30 --on 2025-02-14
> at Klinikum Weidenau gGmbH (Pflegefachfrau (m/w/d) Intensiv) on 26 February 2025
$ due --as-of 2025-02-25
> Tomorrow, 14:30: interview at Klinikum Weidenau gGmbH
> jobkit debrief
$ status --as-of 2025-02-26
> Ahead: Today, 14:30
$ log rejected Weidenau --date 2025-03-17 --on 2025-03-17
$ me --name "Jule Hartwig" --on 2025-03-17
$ draft Weidenau ask_feedback --as-of 2025-03-17
> Guten Tag [name],
> Darf ich Sie eines fragen?
> Jule Hartwig
! m/w/d
! gGmbH
$ person "Herr Tom Brandt" --part hiring_manager --application Weidenau --email brandt@weidenau.example --on 2025-03-17
$ draft Weidenau ask_feedback --as-of 2025-03-18
> Herr Tom Brandt (hiring manager)? Then: --person
$ draft Weidenau thank_manager --as-of 2025-03-18 --tone formal
> Sehr geehrter Herr Brandt,
$ draft Weidenau thank_manager --as-of 2025-03-18 --language fr --tone formal
> Monsieur,
$ done Weidenau ask_feedback --person Brandt --outcome asked --on 2025-03-20
> It belongs to Klinikum Weidenau gGmbH
$ due --as-of 2025-04-05
> Ask Herr Tom Brandt once more
$ done Weidenau ask_feedback --person Brandt --outcome answered --words "Zu wenig Beatmung" --reason "zu wenig Erfahrung" --on 2025-04-07
$ month 2025-04 --as-of 2025-04-30
> “Zu wenig Beatmung”
> You asked Herr Tom Brandt for feedback, and they answered
$ log rejected Marbach --date 2025-04-11 --on 2025-04-11
$ why Marbach Gehalt --on 2025-04-11
> place, work permit, pay or start date (your guess, right after)
$ why Weidenau Erfahrung --on 2025-04-11
1
> can be several reasons
$ hire Weidenau internal --date 2025-05-02
$ due --as-of 2025-05-05
> Ask whether the job that the hire had there before is free
$ person "Sabine Kroll" --part hire --application Weidenau --on 2025-05-20
$ draft Weidenau coffee --as-of 2025-07-01
> Guten Tag Sabine Kroll,
> Was würden Sie an meiner Stelle
! Brandt
$ done Weidenau coffee --outcome answered --advice "Erst den Beatmungskurs machen" --on 2025-07-14
$ hire Weidenau --left 2025-11-03 --on 2025-11-05
! nobody's name is kept
$ draft Weidenau role_open_again --as-of 2025-11-06 -f "since=den Beatmungskurs abgeschlossen"
> Wir haben am 26. Februar darüber gesprochen
$ done Weidenau role_open_again --on 2025-11-06
$ log applied Weidenau --date 2025-11-20 --applied-how email --on 2025-11-20
> try number 2
$ activities 2025-11 --form agentur --as-of 2025-12-01
> per E-Mail
> Nachfrage
> Herr Tom Brandt
$ activities 2026-02 --form agentur --as-of 2025-12-01
> 01.02.2026 – 28.02.2026
> In diesem Zeitraum steht nichts.
$ log accepted Weidenau --date 2026-01-14 --on 2026-01-14
$ settle --as-of 2026-01-15
> Nothing is open
