/* SPDX-License-Identifier: MIT */
#include "from_text.h"

bool
from_text(struct job *j)
{
	const char *data;
	size_t len;
	bool failed;

	while (job_read(j, &data, &len, &failed))
		if (!job_push(j, data, len))
			return false;
	return !failed;
}
