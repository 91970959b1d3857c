transfer-no_such_parcel = This parcel does not exist, or is not for you.
transfer-no_such_file = This file does not exist, or is no longer in the parcel.
transfer-no_such_recipient = This person is not a recipient of the parcel.
transfer-not_a_draft = The parcel has already left: it can no longer change in this way.
transfer-not_sent = The parcel has not left, or is over.
transfer-changed = The parcel was just changed elsewhere. Read it again, then send it once more.
transfer-over = This parcel is over: its files are gone. Ask the person who sent it to you for a new one.
transfer-title_too_long = A title has { $most } characters at most.
transfer-message_too_long = A message has { $most } characters at most.
transfer-bad_address = “{ $address }” is not an e-mail address.
transfer-no_recipient = Add at least one address before sending.
transfer-too_many_recipients = { $most ->
    [one] A parcel has one recipient only.
   *[other] A parcel has { $most } recipients at most.
}
transfer-no_such_team = This team does not exist, or you are not in it.
transfer-too_many_teams = A parcel goes to { $most } teams at most.
transfer-team_gone = The team “{ $name }” does not exist any more, or you are no longer in it: take it off the list, then send again.
transfer-empty_team = Nobody but you is in the team “{ $name }”. Add a recipient.
transfer-not_in_team = { $address } is no longer in the team that the parcel is for.
transfer-left_team = This parcel is for a team that you are no longer in. Ask the person who sent it to address it to you by name.
transfer-agents_only = You can write to agents of the State only: { $address } is not one.
transfer-not_yourself = { $address } is your own address: a parcel goes to others.
transfer-sender_unknown = Your account cannot send. Ask the administrators of your service.
transfer-no_file = Add at least one file before sending.
transfer-ends_too_soon = Choose an end date from { $first } on.
transfer-ends_too_late = { $days ->
    [one] Choose an end date up to { $last }: a parcel is kept one day at most.
   *[other] Choose an end date up to { $last }: a parcel is kept { $days } days at most.
}
transfer-bad_name = The name “{ $name }” cannot be taken as it is. Rename the file, then add it again.
transfer-file_too_large = This file is over { $figure } { $unit }B, the most a file can weigh.
transfer-parcel_too_large = With this file the parcel would be over { $figure } { $unit }B. Make two of it.
transfer-too_many_files = { $most ->
    [one] A parcel has one file only. Put them in an archive, or send two parcels.
   *[other] A parcel has { $most } files at most. Put them in an archive, or send two parcels.
}
transfer-too_much_unsent = Your drafts would be over { $figure } { $unit }B together. Send one or delete one.
transfer-too_many_drafts = { $most ->
    [one] You already have a parcel in the making. Send it or delete it, then try again.
   *[other] You already have { $most } parcels in the making. Send one or delete a draft, then try again.
}
transfer-too_many_sends = { $most ->
    [one] You have sent one parcel in 24 hours, which is the most we take. Try again tomorrow.
   *[other] You have sent { $most } parcels in 24 hours, which is the most we take. Try again tomorrow.
}
transfer-bad_cursor = This page of the list does not exist. Start again from the top.
transfer-disk_full = There is no room left for your files right now. What has arrived is kept; try again later.
transfer-reminded_today = { $address } was already reminded today.
transfer-already_downloaded = { $address } has already taken files: a reminder would be one too many.
transfer-wrong_offset = The file stands at byte { $offset }. Go on from there.
transfer-beyond_length = More bytes came than the file has. Add it again.
transfer-checksum_mismatch = A part of the file was damaged on its way. It has to be sent again.
transfer-bad_checksum = The checksum does not have the expected shape.
transfer-bad_upload = The field { $field } does not have the expected shape.
transfer-not_an_offset_stream = The bytes of a file are sent as application/offset+octet-stream.
transfer-other_tus = This address speaks tus 1.0.0 only.
transfer-busy = This file is arriving by another connection. Try again in a moment.
transfer-taken_over = The upload of this file went on elsewhere.
transfer-too_slow = Nothing came any more. What has arrived is kept; go on when the connection is better.
transfer-cut = The connection was cut. What has arrived is kept.
