"""What the fixed choices of a listing are called. Keys are the values stored; every value has a label."""

from directory.words import N_

COST = {
    "free": N_("Free"),
    "donation": N_("Give what you can"),
    "price": N_("There is a charge"),
    "unknown": N_("Cost not known"),
}
ACCESS = {
    "open": N_("Just turn up"),
    "booked": N_("Book a place"),
    "referral": N_("By invitation or referral"),
}
OFFER = {
    "universal": N_("Open to every family"),
    "targeted": N_("Extra help for some families"),
}
DELIVERY = {
    "in-person": N_("In person"),
    "online": N_("Online"),
    "phone": N_("By phone"),
    "at-home": N_("At your home"),
}
THEME = {
    "U1": N_("Play and early learning"),
    "U2": N_("Groups and information"),
    "U3": N_("Learning and work for grown-ups"),
    "U4": N_("Health and feeding"),
    "T1": N_("Family and parenting support"),
    "T2": N_("Parenting courses"),
    "T3": N_("Extra needs and specialist help"),
}
PART_OF_DAY = {
    "morning": N_("Morning"),
    "afternoon": N_("Afternoon"),
    "evening": N_("Evening"),
}
FEATURE = {
    "step_free": N_("Step-free"),
    "buggy_parking": N_("Room for buggies"),
    "parking": N_("Car park"),
    "accessible_toilet": N_("Accessible toilet"),
    "baby_changing": N_("Baby changing"),
    "hearing_loop": N_("Hearing loop"),
    "send_friendly": N_("Good for extra needs (SEND)"),
    "quiet_room": N_("Quiet room"),
    "siblings_welcome": N_("Brothers and sisters welcome"),
    "childminders_welcome": N_("Childminders welcome"),
    "creche": N_("Crèche"),
    "interpreter": N_("Interpreter"),
    "refreshments": N_("Drinks or a snack"),
    "outdoors": N_("Outdoors"),
}
REASON = {
    "staff_ill": N_("A member of staff is ill."),
    "weather": N_("The weather is too bad."),
    "building": N_("There is a problem with the building."),
    "low_numbers": N_("Too few families could come."),
    "other": N_("Ask the centre why."),
}
CLOSED_FOR = {
    "closed_holiday": N_("The centre is closed for the holidays."),
    "closed_training": N_("The centre is closed while staff are trained."),
    "closed_building": N_("The centre is closed for building work."),
    "closed_polling": N_("The centre is closed because people vote here."),
    "closed_weather": N_("The centre is closed because of the weather."),
    "closed_other": N_("The centre is closed that day."),
}
CENTRE_KIND = {
    "hub": N_("Family hub"),
    "centre": N_("Children’s centre"),
    "linked-site": N_("Linked site"),
}

# What parents may say is wrong with a listing.
WRONG = {
    "when": N_("The day or the time"),
    "where": N_("The place"),
    "cost": N_("What it costs"),
    "not-on": N_("It was not on"),
    "who": N_("Who may come"),
    "other": N_("Something else"),
}
