"""Translator. Level 3. You need: a voice. You learn: a book of words, and a book of books."""

from tjbot import robot

book = {
    "de": {"hello": "Hallo", "thank you": "Danke", "good night": "Gute Nacht", "friend": "Freund"},
    "fr": {"hello": "Bonjour", "thank you": "Merci", "good night": "Bonne nuit", "friend": "ami"},
    "es": {"hello": "Hola", "thank you": "Gracias", "good night": "Buenas noches", "friend": "amigo"},
}

language = input("Into which language? de, fr or es: ").strip().lower()
if language not in book:
    print("My books are:", ", ".join(book))
else:
    phrase = input("Say what? ").strip().lower()
    while phrase:
        if phrase in book[language]:
            robot.say(book[language][phrase], language=language)
        else:
            print("In my book are:", ", ".join(book[language]))
        phrase = input("And now? Nothing ends it: ").strip().lower()
