#include "scanner/aim.h"

#include <string.h>

/* Those that we read ourselves first: there EAN-13 and EAN-8 differ in their
 * last character alone. */
static const struct {
	char        aim[AIM_LEN + 1];
	const char *symbology;
} exact[] = {
#define SYMBOLOGY(zbar, name, aim, aim_gs1, ...) \
	{ aim, name }, { aim_gs1, name },
#include "scanner/symbologies.def"
#undef SYMBOLOGY
};

/* The rest by their letter. */
static const struct {
	char        letter;
	const char *symbology;
} kinds[] = {
	{ 'A', "Code-39" },	{ 'B', "Telepen" },	{ 'C', "Code-128" },
	{ 'D', "Code-One" },	{ 'E', "EAN-13" },	{ 'F', "Codabar" },
	{ 'G', "Code-93" },	{ 'H', "Code-11" },	{ 'I', "ITF" },
	{ 'K', "Code-16K" },	{ 'L', "PDF417" },	{ 'M', "MSI" },
	{ 'N', "Anker" },	{ 'O', "Codablock" },	{ 'P', "Plessey" },
	{ 'Q', "QR" },		{ 'R', "2-of-5" },	{ 'S', "2-of-5" },
	{ 'T', "Code-49" },	{ 'U', "MaxiCode" },	{ 'X', "other" },
	{ 'Z', "typed" },	{ 'c', "Channel" },	{ 'd', "Data-Matrix" },
	{ 'e', "DataBar" },	{ 'o', "OCR" },		{ 'p', "PosiCode" },
	{ 's', "SuperCode" },	{ 'z', "Aztec" },
};

const char *
aim_symbology(const char *text, size_t n)
{
	static const char modifiers[] = "0123456789ABCDEFabcdef";

	if (n <= AIM_LEN || text[0] != ']' ||
	    memchr(modifiers, text[2], sizeof modifiers - 1) == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
		if (memcmp(exact[i].aim, text, AIM_LEN) == 0)
			return exact[i].symbology;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].letter == text[1])
			return kinds[i].symbology;
	return NULL;
}
