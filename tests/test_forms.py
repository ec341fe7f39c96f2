"""The forms: what is chosen is recorded, what is left out stays unknown, and a mistake is said."""

from __future__ import annotations

from pathlib import Path

import jobkit
from jobkit import forms, reflection


def filled(form, **values):
    """Choose the values, by the label of their field, and press the button; return what it says."""
    *rows, button, answer = form.children
    fields = {row.children[0].value: row.children[1] for row in rows}
    for name, value in values.items():
        fields[name.replace("_", " ")].value = value
    button.click()
    return answer.value


def searched(tmp_path) -> tuple[jobkit.Search, str]:
    search = jobkit.Search(tmp_path, as_of="2026-10-31")
    for kind, date in (("applied", "2026-05-01"), ("rejected", "2026-06-01")):
        search.record_event(kind, company="Fennel & Sons", role="Carpenter", date=date)
    return search, search.applications.index[0]


def test_a_hire_is_recorded_in_bands_and_what_was_left_out_is_not(tmp_path):
    search, name = searched(tmp_path)
    said = filled(
        forms.hire(search, name),
        years="8–10",
        degree=6,
        skills="joinery; ",
        how_you_know="team page",
        job=name,
    )
    assert said.startswith("Recorded as hire-1")
    hire = search.hires.iloc[0]
    assert hire["credentials"] == {"years": "8–10", "education": 6, "skills": ["joinery"]}
    assert (hire["hired_from"], hire["how_known"], str(hire["seen"].date())) == (
        "unknown",
        "team page",
        "2026-10-31",
    )


def test_a_form_without_a_job_records_nothing_and_says_so(tmp_path):
    search, _ = searched(tmp_path)
    assert "Choose the job first" in filled(forms.hire(search))
    assert search.hires.empty


def test_your_credentials_are_set_right_and_left_out(tmp_path):
    search, _ = searched(tmp_path)
    assert "Choose the line first" in filled(forms.credentials(search))
    (tmp_path / "resume.json").write_text('{"skills": [{"name": "joinerry"}]}', encoding="utf-8")
    search.add(tmp_path / "resume.json")
    fact = search.credentials["fact"].iloc[0]
    assert "Set right" in filled(forms.credentials(search), line=fact, what="name", it_is="joinery")
    assert search.credentials["name"].tolist() == ["joinery"]
    fact = search.credentials["fact"].iloc[0]
    filled(forms.credentials(search), line=fact, what="section")
    assert forms.credentials(search).children[1].children[1].options == (("choose one", None),)


def test_a_correction_that_no_comparison_could_read_is_said_and_not_kept(tmp_path):
    search, _ = searched(tmp_path)
    (tmp_path / "resume.json").write_text('{"skills": [{"name": "joinery"}]}', encoding="utf-8")
    search.add(tmp_path / "resume.json")
    fact = search.credentials["fact"].iloc[0]
    said = filled(forms.credentials(search), line=fact, what="started", it_is="soon")
    assert "2019-01" in said
    assert search.credentials["started"].isna().all()


def test_a_month_is_reflected_on_in_a_form(tmp_path):
    search, _ = searched(tmp_path)
    search.record_reflection("2026-09", "plan", "If A, then B.", {})
    assert "nothing was kept" in filled(forms.reflection(search, "2026-10", ["If A, then B."]))
    values = {
        "If A, then B.": "done",
        "what came of it: If A, then B.": "it was easy",
        "plan": "If C, then D.",
        "in the way": "time",
        "experiment": "shorter letters",
        "measure": "an interview within 45 days",
    }
    said = filled(forms.reflection(search, "2026-10", ["If A, then B."]), **values)
    assert said.startswith("Kept for 2026-10: 3.")
    kept = search.reflections.set_index("kind")["details"]
    assert kept["review"] == {"outcome": "done", "came": "it was easy"}
    assert kept["experiment"] == {
        "measure": "an interview within 45 days",
        "n_needed": 15,
        "began": "2026-10-31",
    }
    facts = reflection.month("2026-10", "2026-10-31", {n: getattr(search, n) for n in reflection.GATHERED})
    assert facts["reviewed"][["outcome", "came"]].to_numpy().tolist() == [["done", "it was easy"]]
    assert facts["plans"]["obstacle"].to_list() == ["time"]
    assert facts["experiments"][["measure", "needed"]].to_numpy().tolist() == [
        ["an interview within 45 days", 15]
    ]


def test_the_paper_of_a_hire_is_shown_as_read_with_what_is_kept_and_what_is_in_doubt(tmp_path):
    search, name = searched(tmp_path)
    paper = Path(__file__).parent / "golden_resumes" / "days_that_cannot_be.txt"
    said = filled(forms.hire(search, name), their_paper=str(paper), skills="joinery")
    assert "Read as résumé: 2 roles since 2016" in said
    assert "Kept of it, and nothing else: 3 to 5 years of work" in said
    assert "In doubt: line 8" in said
    assert search.hires.iloc[0]["credentials"]["skills"] == ["joinery"]
    assert "no such file" in filled(forms.hire(search, name), their_paper=str(tmp_path / "none.pdf"))


def test_what_was_read_of_you_stands_above_the_lines_to_set_right(tmp_path):
    search, _ = searched(tmp_path)
    search.add(Path(__file__).parent / "golden_resumes" / "parts_at_full_stops.txt")
    rows = {row.children[0].value: row.children[1] for row in forms.credentials(search).children[:-2]}
    assert "Care Assistant, Rosehill Care Home" in rows["as read"].value
    assert "NVQ Level 3 Childcare, Tarne College" in rows["as read"].value
