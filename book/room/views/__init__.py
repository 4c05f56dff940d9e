"""What is shown of a room: to a phone its own, to all on the screen without names, to the instructor everything."""

from .cockpit import cockpit
from .phone import phone, phone_tag
from .screen import screen

__all__ = ["cockpit", "phone", "phone_tag", "screen"]
