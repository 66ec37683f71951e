"""Spanish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from presswork.pages.words.en import Plural, Words


class Spanish(Words):
    lang = "es"
    territory = "ES"
    months = (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    )  # fmt: skip

    skip = "Saltar al contenido"
    front_page = "Portada"
    breadcrumb = "Está aquí"
    menu = "Menú"
    feeds = "Canales"
    sections = "Secciones"
    sections_index = "Secciones"
    topics_index = "Temas"
    sections_line = "en"
    separator = ", "
    topics = "Temas"
    authors_line = "Por"
    about_author = "Sobre el autor"
    updated = "Actualizado el"
    corrected = "Corregido"
    corrected_on = "Corregido el"
    contents = "Contenido"
    see_also = "Véase también"
    corrections = "Correcciones"
    back_to_text = "Volver al texto"
    share = "Compartir"
    share_by_mail = "Correo electrónico"
    reactions = "¿Qué le parece?"
    related = "Artículos relacionados"
    translations = "En otros idiomas:"
    more = "Más artículos"
    previous = "Artículo anterior"
    next = "Artículo siguiente"
    newest = "Los artículos más recientes"
    older = "Artículos anteriores"
    months_nav = "Meses"
    older_month = "Antes"
    newer_month = "Después"
    days_nav = "Días"
    earlier_day = "Antes"
    later_day = "Después"
    home = "Ir a la portada"

    search = "Búsqueda"
    search_for = "Buscar"
    no_results = "No se ha encontrado nada"

    nothing = "Aquí no hay nada"
    nothing_text = (
        "Ninguna página tiene esta dirección. Puede que el enlace sea antiguo o que la dirección contenga una errata."
    )
    gone = "Este artículo se ha retirado"
    gone_text = "Ya no se publica aquí."
    moved = "Este artículo ha cambiado de dirección"
    moved_text = "Ahora se encuentra en"
    empty = "El primer artículo está por llegar"
    empty_text = "Todavía no se ha publicado nada aquí."

    reaction_names: Mapping[str, str] = {
        "happy": "Alegría",
        "sad": "Tristeza",
        "excited": "Entusiasmo",
        "sleepy": "Sueño",
        "angry": "Enfado",
        "surprise": "Sorpresa",
    }

    minutes: Mapping[Plural, str] = {"one": "{} minuto", "other": "{} minutos"}
    seconds: Mapping[Plural, str] = {"one": "{} segundo", "other": "{} segundos"}

    def reading(self, spans: Sequence[str]) -> str:
        return f"Tiempo de lectura: {' y '.join(spans)}"

    def common(self, reasons: str) -> str:
        return f"también sobre {reasons}"

    def date(self, day: datetime) -> str:
        return f"{day.day} de {self.month(day.year, day.month)}"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)}, {moment.hour}:{moment:%M}"

    def month(self, year: int, month: int) -> str:
        return f"{self.months[month - 1]} de {year}"

    def in_month(self, title: str, month: str) -> str:
        return f"{title}, {month}" if title else month.capitalize()

    def quoted(self, text: str) -> str:
        return f"«{text}»"

    def by_author(self, name: str) -> str:
        return f"Artículos de {name}"

    def newest_of_month(self, count: int) -> str:
        return f"Los {count} más recientes del mes."

    def first_of(self, count: int) -> str:
        return f"Los {count} primeros; hay más."

    def results_for(self, query: str) -> str:
        return f"Resultados de {self.quoted(query)}"

    def picture_credit(self, name: str) -> str:
        return f"Imagen: {name}"


WORDS = Spanish()
