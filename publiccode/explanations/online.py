"""Words for what only shows when the addresses and images of a file are looked at."""

from publiccode.explanations.rows import WARNING, Row
from publiccode.findings import Text

ROWS = (
    Row(
        "address-unreachable", WARNING,
        Text("Het adres {value} is sinds {since} niet bereikbaar.", "The address {value} cannot be reached since {since}."),
        Text("Wie de link volgt, vindt niets.", "Whoever follows the link finds nothing."),
        Text("Vervang het adres door het huidige, of haal de sleutel weg als er geen meer is.", "Replace the address by today's, or remove the key if there is none any more."),
        clause="Standard 0.7, url",
    ),
    Row(
        "image-not-found", WARNING,
        Text("De afbeelding {value} staat niet in de repository.", "The image {value} is not in the repository."),
        Text("Catalogi tonen dan een lege plek.", "Catalogues show an empty place."),
        Text("Verbeter het pad; het telt vanaf de hoofdmap van de repository.", "Mend the path; it counts from the root of the repository."),
        "logo: img/logo.svg", "Standard 0.7, logo",
    ),
    Row(
        "not-an-image", WARNING,
        Text("{value} is geen afbeelding.", "{value} is no image."),
        Text("Catalogi kunnen het niet tonen.", "Catalogues cannot show it."),
        Text("Verwijs naar het plaatje zelf (SVG of PNG, bij schermafbeeldingen PNG of JPG), niet naar de pagina waarop het staat.",
             "Point at the picture itself (SVG or PNG, for screenshots PNG or JPG), not at the page that shows it."),
        "logo: img/logo.svg", "Standard 0.7, logo",
    ),
)  # fmt: skip
