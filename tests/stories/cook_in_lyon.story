# A cook in Lyon with a French list: an invitation, a feedback refused, coffee with the hire, the job in the second year.
$ write liste.csv "Entreprise;Poste;Date de candidature;Statut;Date de réponse;Contact;Remarques" "Bouchon Tramassac;Cuisinier (H/F);05/01/2025;Refus;20/02/2025;Mme Odile Ferrand;entretien le 28/01" "Hôtel Quai Perrache;Chef de partie;12/01/2025;Sans réponse;;;" "Traiteur Croix-Paquet;Second de cuisine;20/01/2025;Entretien;11/02/2025;M. Karim Belloc;" "Brasserie Monplaisir;Chef de partie;10/02/2025;Refus;03/03/2025;;profil interne retenu"
$ add liste.csv
> Entreprise (company)
> interview on 28 January 2025: “entretien le 28/01”
$ me --name "Camille Roche" --country France --as-of 2025-03-05
$ person "Mme Odile Ferrand" --part hiring_manager --application Tramassac --email odile@tramassac.example --on 2025-03-05
$ draft Tramassac thank_manager --as-of 2025-03-05 --tone formal
> Madame,
> le poste « Cuisinier »
> Je vous prie d’agréer mes salutations distinguées. Camille Roche
! H/F
$ done Tramassac ask_feedback --person Ferrand --outcome asked --on 2025-03-06
$ why Tramassac "pas assez d’expérience" --on 2025-03-06
$ why Monplaisir interne --on 2025-03-06
> an internal or known candidate
$ log interview Croix-Paquet --date 2025-03-14 --time 14h30 --on 2025-03-05
$ due --as-of 2025-03-04
! Ahead
$ due --as-of 2025-03-13
> Tomorrow, 14h30: interview at Traiteur Croix-Paquet
$ month 2025-02 --as-of 2025-03-06
! Ahead of you
$ month 2025-03 --as-of 2025-03-06
> Ahead of you
> Friday, 14 March, 14h30
$ due --as-of 2025-03-20
> Ask Mme Odile Ferrand once more
$ done Tramassac ask_feedback --person Ferrand --outcome refused --words "Nous ne donnons pas de retour" --on 2025-03-20
$ activities 2025-03 --language fr --as-of 2025-07-01
> 06/03/2025
> relance: 1
! 20/03/2025
$ debrief Croix-Paquet --round dernière --with hiring_manager --asked "Un service raté ?" --went moyen --now "le banquet de juin" --date 2025-03-14
> Kept, with 1 question
$ log rejected Croix-Paquet --date 2025-03-25 --on 2025-03-25
$ due --as-of 2025-04-25
> If you like, ask for the interview notes (Article 15 GDPR)
$ show "Chef de partie" --as-of 2025-04-25
1
$ hire Tramassac externe --person "Lucie Bardin" --on 2025-05-02
$ draft Tramassac coffee --as-of 2025-06-03
> Bonjour Lucie,
> votre conseil
! Ferrand
$ done Tramassac coffee --outcome answered --advice "Passer le CAP pâtisserie" --on 2025-06-20
$ due --as-of 2025-06-25
! connection request
$ month 2025-06 --as-of 2025-06-30
> Lucie Bardin
$ settle quiet=s --as-of 2025-07-01
> Hôtel Quai Perrache · Chef de partie: stopped waiting
$ reflect 2025-07 --experiment "des lettres plus courtes" --as-of 2025-07-31
> names no measure
$ applications --as-of 2025-11-13
> 5 January
! 2025-01-05
$ hire Tramassac --left 2025-11-10 --on 2025-11-12
$ draft Tramassac role_open_again --as-of 2026-02-01 -f "since=j’ai passé le CAP pâtisserie"
> pourrait être de nouveau libre. Nous en avons parlé le 28 janvier 2025,
$ log applied Tramassac --date 2025-11-20 --on 2025-11-20
> your try number 2
> They said no once
$ log interview Tramassac --date 2025-12-02 --on 2025-12-02
$ draft Tramassac thank_email --as-of 2025-12-03
> Bonjour [name],
> Mme Odile Ferrand (hiring manager)? Then: --person "Mme Odile Ferrand"
$ draft Tramassac thank_email --person Ferrand --as-of 2025-12-03
> Bonjour Madame Ferrand,
$ show Tramassac --as-of 2025-12-03
$ company Tramassac --as-of 2025-11-21
> 2 applications
$ log offer Tramassac --date 2026-01-09 --on 2026-01-09
$ due --as-of 2026-01-10
> Ends within two weeks: Answer the offer.
$ log accepted Tramassac --date 2026-01-12 --on 2026-01-12
$ month 2026-01 --as-of 2026-01-31
> Bouchon Tramassac
$ settle --as-of 2026-01-15
> Nothing is open
