"""The columns of a people file: what they may be called, how long a value may be.

Plain values: no database, no clock.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from programs.core.refusals import Refusal
from programs.people.choices import ImportReason

PLAIN = {
    "employee_id": "Employee ID",
    "name": "Name",
    "email": "E-mail",
    "department": "Department",
    "team": "Team",
    "site": "Site",
    "time_zone": "Time zone",
    "language": "Language",
    "manager": "Manager",
    "job_title": "Job title",
    "grade": "Grade",
    "working_pattern": "Working pattern",
    "first_name": "First name",
    "last_name": "Last name",
}
"""The headers of the example file. They are not translated: a file means the same everywhere."""

REQUIRED = ("employee_id", "name", "email")
LIMITS = {
    "employee_id": 64,
    "name": 150,
    "email": 254,
    "department": 120,
    "team": 120,
    "site": 120,
    "job_title": 120,
    "grade": 40,
    "working_pattern": 40,
}

SYNONYMS = {
    "employee_id": "employeeid employeenumber employeeno employee personnelnumber personnelno staffid staffnumber id "
    "workerid personid personalnummer personalnr mitarbeiternummer mitarbeiterid matricule matrícula "
    "numeroempleado idempleado",
    "name": "name fullname displayname employeename worker vollständigername anzeigename nomcomplet nombrecompleto "
    "nombre nom",
    "first_name": "firstname givenname forename vorname prénom prenom nombredepila",
    "last_name": "lastname surname familyname nachname familienname nomdefamille apellido apellidos",
    "email": "email emailaddress mail mailaddress workemail businessemail emailadresse courriel adressemail "
    "correo correoelectronico correoelectrónico",
    "department": "department dept departmentname function businessunit abteilung bereich département departement "
    "service departamento",
    "team": "team teamname group squad gruppe équipe equipe equipo",
    "site": "site location office workplace standort arbeitsort lieu emplacement sede ubicación ubicacion",
    "time_zone": "timezone tz zeitzone fuseauhoraire zonahoraria",
    "language": "language locale lang preferredlanguage sprache langue idioma",
    "manager": "manager managerid manageremail linemanager linemanagerid supervisor supervisorid reportsto boss "
    "vorgesetzter vorgesetzte führungskraft fuehrungskraft responsable jefe superior",
    "job_title": "jobtitle title position role jobprofile stelle funktion stellenbezeichnung poste puesto cargo",
    "grade": "grade paygrade salarygrade joblevel level band entgeltgruppe gehaltsstufe niveau nivel",
    "working_pattern": "workingpattern workpattern workingtime schedule arbeitszeitmodell arbeitszeit "
    "tempsdetravail jornada",
}
_FIELD_OF = {word: name for name, words in SYNONYMS.items() for word in words.split()}


def columns_of(header: Sequence[str]) -> tuple[dict[str, int], list[Refusal], list[str]]:
    """Return the place of each field in the header, what is wrong with it, and what is ignored.

    Case, spaces and punctuation don't matter ("E-Mail", "e_mail", "EMAIL "); first and
    last name in two columns stand in for the name.
    """
    found: Mapping[str, list[int]] = defaultdict(list)
    ignored = []
    for place, text in enumerate(header):
        name = _FIELD_OF.get("".join(letter for letter in text.casefold() if letter.isalnum()))
        if name:
            found[name].append(place)
        elif text.strip():
            ignored.append(text.strip())
    missing = [name for name in REQUIRED if name not in found]
    if "name" in missing and found.keys() & {"first_name", "last_name"}:
        missing.remove("name")
    refusals = [Refusal(ImportReason.MISSING_COLUMN, {"column": PLAIN[name]}) for name in missing]
    refusals += [
        Refusal(
            ImportReason.COLUMN_TWICE,
            {"column": PLAIN[name], "headers": ", ".join(header[place].strip() for place in places)},
        )
        for name, places in found.items()
        if len(places) > 1
    ]
    return {name: places[0] for name, places in found.items()}, refusals, ignored
