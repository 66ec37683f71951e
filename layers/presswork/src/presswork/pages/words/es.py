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
    sections = "Secciones"
    sections_line = "en"
    separator = ", "
    topics = "Temas"
    authors_line = "Por"
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
    reaction_failed = "No ha funcionado. Inténtelo de nuevo más tarde."
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
    all_sections = "Todas las secciones"
    all_topics = "Todos los temas"
    no_sections = "Todavía no hay artículos en ninguna sección."
    no_topics = "Ningún artículo tiene tema todavía."
    days_nav = "Días"
    older_day = "Antes"
    newer_day = "Después"
    whole_month = "Todo el mes"
    by_day = "Todos, día por día"
    home = "Ir a la portada"
    pages = "Sobre este sitio"
    about_authors = "Sobre los autores"
    about_author = "Sobre el autor"

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

    search = "Búsqueda"
    search_label = "Buscar en los artículos"
    search_hint = "Escriba unas palabras que digan lo que busca."
    search_none = "No se ha encontrado nada. Pruebe con menos palabras o con otras."
    search_more = "Más resultados"
    search_results = "Resultados"
    too_long = "La búsqueda es demasiado larga"
    only_read = "Aquí no se puede hacer eso"
    only_read_text = "La búsqueda solo acepta palabras que buscar."

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

    def by_author(self, name: str) -> str:
        return f"Artículos de {name}"

    def newest_of_month(self, count: int) -> str:
        return f"Los {self.number(count)} más recientes del mes."

    def newest_of_day(self, count: int) -> str:
        return f"Los {self.number(count)} más recientes del día."

    def first_sections(self, count: int) -> str:
        return f"Las {self.number(count)} primeras secciones."

    def first_topics(self, count: int) -> str:
        return f"Los {self.number(count)} primeros temas."

    def at_most(self, characters: int) -> str:
        return f"Escriba unas palabras, {characters} caracteres como máximo."

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", ".") if count >= 10_000 else f"{count}"


WORDS = Spanish()
